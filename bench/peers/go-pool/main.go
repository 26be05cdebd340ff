// A room in the manner of many Go chat servers: a pool that one goroutine owns, and for every client a reader, a writer and a
// channel between them. Nothing is stored.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"

	"github.com/gorilla/websocket"
)

// What may wait for one client before the pool waits for it.
const queued = 256

type client struct {
	user int
	conn *websocket.Conn
	send chan []byte
}

type pool struct {
	register   chan *client
	unregister chan *client
	broadcast  chan []byte
	clients    map[*client]bool
}

func (p *pool) run() {
	for {
		select {
		case c := <-p.register:
			p.clients[c] = true
		case c := <-p.unregister:
			p.remove(c)
		case message := <-p.broadcast:
			// Who is behind is waited for: a pool that drops them would have less to do.
			for c := range p.clients {
				c.send <- message
			}
		}
	}
}

func (p *pool) remove(c *client) {
	if p.clients[c] {
		delete(p.clients, c)
		close(c.send)
	}
}

func (c *client) read(p *pool) {
	defer func() {
		p.unregister <- c
		c.conn.Close()
	}()
	for {
		_, message, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		p.broadcast <- message
	}
}

func (c *client) write() {
	defer c.conn.Close()
	for message := range c.send {
		if c.conn.WriteMessage(websocket.TextMessage, message) != nil {
			break
		}
	}
	for range c.send {
		// Nobody may wait for one who is gone.
	}
}

// Pools by name: the room of the fan-out, and of the idle those that are shared and those of one's own.
type pools map[string]*pool

func (all pools) of(name string) *pool {
	if p, ok := all[name]; ok {
		return p
	}
	p := &pool{make(chan *client), make(chan *client), make(chan []byte), map[*client]bool{}}
	all[name] = p
	go p.run()
	return p
}

func names(work string, user int) []string {
	if work == "fanout" {
		return []string{"room"}
	}
	var found []string
	for i := 0; i < 10; i++ {
		found = append(found, fmt.Sprintf("shared %d %d", user/100, i))
	}
	for i := 0; i < 3; i++ {
		found = append(found, fmt.Sprintf("own %d %d", user, i))
	}
	return found
}

func main() {
	work := os.Args[1]
	all := pools{}
	lock := make(chan bool, 1)
	upgrader := websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		user, _ := strconv.Atoi(r.URL.Query().Get("user"))
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		c := &client{user, conn, make(chan []byte, queued)}
		var first *pool
		lock <- true
		for _, name := range names(work, user) {
			p := all.of(name)
			p.register <- c
			if first == nil {
				first = p
			}
		}
		<-lock
		go c.write()
		c.read(first)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("listening %d\n", listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, nil))
}
