// A wall clock that can be set, loaded before the server (LD_PRELOAD; built by ../clock.ts): the machine's time and an offset, or
// one that stands still, as a file says that is shared with the nemesis. Clocks that only go forward are left alone.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/** As in ../clock.ts, in milliseconds. */
struct control {
  int64_t offset, stands; /* 0: it goes */
};

static struct control *control;
static int (*real_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  const char *shared = getenv("PROVE_CLOCK_CONTROL");
  int fd = shared ? open(shared, O_RDONLY) : -1;
  if (fd < 0) return;
  void *place = mmap(NULL, sizeof *control, PROT_READ, MAP_SHARED, fd, 0);
  if (place != MAP_FAILED) control = place;
  close(fd);
}

static void set(struct timespec *time) {
  if (!control) return;
  int64_t ms = control->stands;
  if (ms == 0) ms = time->tv_sec * 1000 + time->tv_nsec / 1000000 + control->offset;
  time->tv_sec = ms / 1000;
  time->tv_nsec = ms % 1000 * 1000000 + (control->stands ? 0 : time->tv_nsec % 1000000);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (!real_gettime) real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  int answer = real_gettime(clock, time);
  if (answer == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) set(time);
  return answer;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec time;
  if (clock_gettime(CLOCK_REALTIME, &time) < 0) return -1;
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}
