#!/bin/sh
# Installs the peers that npm has not, on Debian and its kin. What is there afterwards is in the run; nothing of it is started
# or enabled: the bench runs each with a configuration of its own.
set -eu

if ! command -v apt-get >/dev/null; then
  echo "only Debian's packages are known here; install nginx with nchan, nats-server, and Go with gorilla/websocket yourself" >&2
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  exec sudo "$0" "$@"
fi
export DEBIAN_FRONTEND=noninteractive
# RUNLEVEL=1: services of new packages stay down.
export RUNLEVEL=1
apt-get update
apt-get install --yes --no-install-recommends \
  nginx libnginx-mod-nchan nats-server golang-go golang-github-gorilla-websocket-dev
