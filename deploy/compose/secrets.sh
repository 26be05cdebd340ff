#!/bin/sh
# Makes the secrets of compose.yaml: random passwords, and the addresses that hold them. Keeps what is there already.
set -eu
umask 077
mkdir -p secrets
cd secrets
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
[ -s postgres ] || random >postgres
[ -s redis ] || random >redis
printf 'postgres://hubbub:%s@postgres:5432/hubbub' "$(cat postgres)" >database
printf 'redis://:%s@redis:6379' "$(cat redis)" >bus
# The folder keeps others out. Inside the containers other users than this one have to read the files.
chmod 644 postgres redis database bus
