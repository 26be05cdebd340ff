// A disk that can lose its power, loaded before the server (LD_PRELOAD; built by ../disk.ts). SQLite calls the C library, so what
// it does to the files of one folder passes through here. Writes go where they always go, so that everybody reads them; beside
// that, what has been synced is kept in a folder of its own, and a loss of power is to put that in place of what was written.
// A file that is new, or was deleted, is so on disk once its folder was synced. Asked to, by a file that is shared with the
// nemesis, a call fails: after a failed sync what was unsynced counts as synced by nobody (Linux drops it), and each who has the
// file open is told once, at a sync of its own.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FDS = 65536, MOST_FILES = 256 };
enum { WRITE_EIO, WRITE_ENOSPC, WRITE_SHORT, SYNC_EIO, SYNC_ENOSPC, TRUNCATE_EIO, FAILURES };

/** As in ../disk.ts. */
struct control {
  uint32_t is_full, hits, due[FAILURES]; /* the nth call from now on fails; 0: none */
  uint32_t delay_ms, syncing;            /* before a sync does anything; how many wait */
  uint32_t dies;                         /* killed at the nth call from now on; 0: never */
};

struct range {
  off_t from, to;
};

struct file {
  ino_t inode;
  char name[NAME_MAX + 1];
  int is_named; /* on disk, under this name */
  int is_gone;
  unsigned failed_syncs;
  off_t least; /* how short it was since the last sync, -1: no shorter than then */
  struct range *dirty;
  size_t count, room;
};

static struct control *control;
static char root[PATH_MAX], synced[PATH_MAX];
static struct stat root_stat;
static struct file files[MOST_FILES];
static int file_count;
static unsigned char file_of[MOST_FDS]; /* its number and one */
static unsigned told_of[MOST_FDS];      /* failed syncs */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_unlink)(const char *);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

static void give_up(const char *what) {
  fprintf(stderr, "disk: %s: %s\n", what, strerror(errno));
  _exit(70);
}

__attribute__((constructor)) static void begin(void) {
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  const char *folder = getenv("PROVE_DISK_FOLDER"), *kept = getenv("PROVE_DISK_SYNCED");
  const char *shared = getenv("PROVE_DISK_CONTROL");
  if (!folder || !kept || !shared) return;
  int fd = real_open(shared, O_RDWR);
  if (fd < 0 || !realpath(folder, root) || stat(root, &root_stat) < 0) give_up(folder);
  strncpy(synced, kept, sizeof synced - 1);
  control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (control == MAP_FAILED) give_up(shared);
  real_close(fd);
}

static struct file *tracked(int fd) {
  return fd >= 0 && fd < MOST_FDS && file_of[fd] ? &files[file_of[fd] - 1] : NULL;
}

static int open_synced(const struct file *file) {
  char path[PATH_MAX + 16];
  snprintf(path, sizeof path, "%s/%d", synced, (int)(file - files));
  int fd = real_open(path, O_RDWR | O_CREAT, 0600);
  if (fd < 0) give_up(path);
  return fd;
}

static void copy(int from, int to, struct range range) {
  static char buffer[1 << 16];
  while (range.from < range.to) {
    size_t want = range.to - range.from;
    ssize_t got = pread(from, buffer, want < sizeof buffer ? want : sizeof buffer, range.from);
    if (got == 0) return; /* it has become shorter since */
    if (got < 0 || real_pwrite(to, buffer, got, range.from) != got) give_up("copy");
    range.from += got;
  }
}

/** Number, whether its name is on disk, inode, name: a line for each file that was ever open, the newest of a name last. */
static void write_names(void) {
  char path[PATH_MAX + 16], final[PATH_MAX + 16];
  snprintf(path, sizeof path, "%s/names.new", synced);
  snprintf(final, sizeof final, "%s/names", synced);
  FILE *out = fopen(path, "w");
  if (!out) give_up(path);
  for (struct file *file = files; file < files + file_count; file += 1)
    fprintf(out, "%td %d %lu %s\n", file - files, file->is_named, (unsigned long)file->inode, file->name);
  if (fclose(out) || rename(path, final)) give_up(final);
}

static void track(int fd, int was_there) {
  char link[64], path[PATH_MAX + 1];
  struct stat now;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX);
  if (length < 0) return;
  path[length] = 0;
  size_t folder = strlen(root);
  if (strncmp(path, root, folder) || path[folder] != '/' || strchr(path + folder + 1, '/')) return;
  if (fd >= MOST_FDS || fstat(fd, &now) < 0 || !S_ISREG(now.st_mode)) return;
  int i = 0;
  while (i < file_count && (files[i].is_gone || files[i].inode != now.st_ino)) i += 1;
  if (i == file_count) {
    if (i == MOST_FILES - 1) give_up("too many files");
    file_count += 1;
    struct file *file = &files[i];
    *file = (struct file){.inode = now.st_ino, .is_named = was_there, .least = -1};
    strncpy(file->name, path + folder + 1, NAME_MAX);
    int to = open_synced(file), from = real_open(path, O_RDONLY);
    copy(from, to, (struct range){0, now.st_size});
    real_close(from);
    real_close(to);
    write_names();
  }
  file_of[fd] = i + 1;
  told_of[fd] = files[i].failed_syncs;
}

static int open_any(const char *path, int flags, mode_t mode) {
  struct stat before;
  int was_there = control && (flags & O_ACCMODE) != O_RDONLY && stat(path, &before) == 0;
  int fd = real_open(path, flags, mode);
  if (!control || fd < 0 || (flags & O_ACCMODE) == O_RDONLY) return fd;
  int kept = errno;
  pthread_mutex_lock(&lock);
  track(fd, was_there);
  pthread_mutex_unlock(&lock);
  errno = kept;
  return fd;
}

#define OPEN(name)                              \
  int name(const char *path, int flags, ...) {  \
    va_list rest;                               \
    va_start(rest, flags);                      \
    mode_t mode = va_arg(rest, mode_t);         \
    va_end(rest);                               \
    return open_any(path, flags, mode);         \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < MOST_FDS) file_of[fd] = 0;
  return real_close(fd);
}

int unlink(const char *path) {
  struct stat before;
  int found = control && stat(path, &before) == 0;
  int answer = real_unlink(path);
  pthread_mutex_lock(&lock);
  for (int i = 0; found && answer == 0 && i < file_count; i += 1)
    if (files[i].inode == before.st_ino) files[i].is_gone = 1;
  pthread_mutex_unlock(&lock);
  return answer;
}

/** At each call that is to change what is on disk. */
static void step(void) {
  if (control->dies > 0 && --control->dies == 0) kill(getpid(), SIGKILL), pause();
}

/** Whether this call is the one that has to fail. */
static int is_due(int failure) {
  if (control->due[failure] == 0 || --control->due[failure] > 0) return 0;
  control->hits += 1;
  return 1;
}

static int fail(int code) {
  errno = code;
  return -1;
}

/** What is full can be written over, and holds no more. */
static int has_no_room(int fd, off_t end) {
  struct stat now;
  return control->is_full && fstat(fd, &now) == 0 && end > now.st_size && ++control->hits;
}

static void note(struct file *file, struct range range) {
  if (file->count > 0 && file->dirty[file->count - 1].to == range.from) {
    file->dirty[file->count - 1].to = range.to;
    return;
  }
  if (file->count == file->room) {
    file->room = file->room ? 2 * file->room : 64;
    file->dirty = realloc(file->dirty, file->room * sizeof *file->dirty);
    if (!file->dirty) give_up("memory");
  }
  file->dirty[file->count++] = range;
}

static ssize_t write_at(int fd, const void *bytes, size_t length, off_t at) {
  struct file *file = tracked(fd);
  if (!file) return real_pwrite(fd, bytes, length, at);
  pthread_mutex_lock(&lock);
  step();
  ssize_t done;
  if (is_due(WRITE_EIO)) done = fail(EIO);
  else if (is_due(WRITE_ENOSPC) || has_no_room(fd, at + length)) done = fail(ENOSPC);
  else done = real_pwrite(fd, bytes, length > 1 && is_due(WRITE_SHORT) ? length / 2 : length, at);
  int kept = errno;
  if (done > 0) note(file, (struct range){at, at + done});
  pthread_mutex_unlock(&lock);
  errno = kept;
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) { return write_at(fd, bytes, length, at); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return write_at(fd, bytes, length, at); }

ssize_t write(int fd, const void *bytes, size_t length) {
  return tracked(fd) ? write_at(fd, bytes, length, lseek(fd, length, SEEK_CUR) - length) : real_write(fd, bytes, length);
}

static int truncate_to(int fd, off_t length) {
  struct file *file = tracked(fd);
  if (!file) return real_ftruncate(fd, length);
  pthread_mutex_lock(&lock);
  step();
  int answer = is_due(TRUNCATE_EIO) ? fail(EIO) : real_ftruncate(fd, length);
  if (answer == 0 && (file->least < 0 || length < file->least)) file->least = length;
  pthread_mutex_unlock(&lock);
  return answer;
}

int ftruncate64(int fd, off_t length) { return truncate_to(fd, length); }
int ftruncate(int fd, off_t length) { return truncate_to(fd, length); }

static void reach_disk(struct file *file, int fd) {
  struct stat now;
  int to = open_synced(file);
  if (fstat(fd, &now) < 0) give_up("fstat");
  if (file->least >= 0 && file->least < now.st_size) real_ftruncate(to, file->least);
  for (size_t i = 0; i < file->count; i += 1) copy(fd, to, file->dirty[i]);
  if (real_ftruncate(to, now.st_size) < 0) give_up("ftruncate");
  real_close(to);
}

/** What the runtime writes by itself does not pass here; ../short-log.ts says by the file's time that it wrote all of it. */
static void note_all(struct file *file, int fd) {
  struct stat now;
  if (fstat(fd, &now) == 0 && now.st_mtim.tv_sec == 1) note(file, (struct range){0, now.st_size});
}

static void sync_names(int fd) {
  struct stat now;
  if (fstat(fd, &now) < 0 || now.st_ino != root_stat.st_ino || now.st_dev != root_stat.st_dev) return;
  for (int i = 0; i < file_count; i += 1) files[i].is_named = !files[i].is_gone;
  write_names();
}

/** For as long as it says, or until it says something else. */
static void dawdle(void) {
  uint32_t wanted = control->delay_ms;
  control->syncing += 1;
  for (uint32_t ms = 0; ms < wanted && *(volatile uint32_t *)&control->delay_ms == wanted; ms += 5) usleep(5000);
  control->syncing -= 1;
}

static int sync_any(int fd) {
  if (!control) return real_fsync(fd);
  pthread_mutex_lock(&lock);
  if (!tracked(fd)) track(fd, 1); /* opened by a call that does not pass here */
  pthread_mutex_unlock(&lock);
  struct file *file = tracked(fd);
  if (file && control->delay_ms > 0) dawdle();
  pthread_mutex_lock(&lock);
  if (file) step(), note_all(file, fd);
  int answer = 0;
  if (file && is_due(SYNC_EIO)) answer = fail(EIO), file->failed_syncs += 1;
  else if (file && is_due(SYNC_ENOSPC)) answer = fail(ENOSPC), file->failed_syncs += 1;
  else if (file) reach_disk(file, fd);
  else sync_names(fd);
  if (file && answer == 0 && told_of[fd] != file->failed_syncs) answer = fail(EIO);
  if (file) file->count = 0, file->least = -1, told_of[fd] = file->failed_syncs;
  pthread_mutex_unlock(&lock);
  return answer;
}

int fsync(int fd) { return sync_any(fd); }
int fdatasync(int fd) { return sync_any(fd); }
