// One to one in the manner of a relay: a table of who is connected, and what one says is handed to the other. Nothing is
// stored, so the answer promises nothing.
package main

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"

	"github.com/gorilla/websocket"
)

const queued = 256

type client struct {
	conn *websocket.Conn
	send chan []byte
}

type relay struct {
	lock    sync.RWMutex
	clients map[int]*client
}

func (r *relay) find(user int) *client {
	r.lock.RLock()
	defer r.lock.RUnlock()
	return r.clients[user]
}

func (r *relay) put(user int, c *client) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.clients[user] = c
}

func (c *client) write() {
	defer c.conn.Close()
	for message := range c.send {
		if c.conn.WriteMessage(websocket.TextMessage, message) != nil {
			return
		}
	}
}

var ok = []byte("ok")

func (c *client) read(r *relay, user int) {
	defer c.conn.Close()
	for {
		_, message, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		if partner := r.find(user ^ 1); partner != nil {
			partner.send <- message
		}
		c.send <- ok
	}
}

func main() {
	all := &relay{clients: map[int]*client{}}
	upgrader := websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		user, _ := strconv.Atoi(r.URL.Query().Get("user"))
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		c := &client{conn, make(chan []byte, queued)}
		all.put(user, c)
		go c.write()
		c.read(all, user)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("listening %d\n", listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, nil))
}
