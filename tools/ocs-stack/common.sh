# shellcheck shell=bash
# What every script of the stack shares; sourced with the stack's folder as the first argument.
# Everything of an instance lies below that folder, and every listener is on 127.0.0.1.
# shellcheck disable=SC2034
set -euo pipefail

stack=$(readlink -f -- "${1:?usage: $(basename "$0") FOLDER …}")
database_port='' http_port='' https_port='' # as build.sh was told them
# shellcheck source=/dev/null
[ ! -f "$stack/settings" ] || . "$stack/settings"

server_dir=$stack/etc/ocsinventory-server # plugins/ and perl/, as OCS's own installer lays them out
apache_conf=$stack/etc/apache.conf
console_dir=$stack/console # OCS's PHP console: a copy, because its extensions/ must be ours
console_source=/usr/share/ocsinventory-reports
download_dir=$stack/var/download # deployment packages, served at /download
database_dir=$stack/database
database_socket=$stack/run/mariadb.sock
machines_dir=$stack/machines

note() { printf '%s\n' "$*" >&2; }
fail() {
	note "$(basename "$0"): $*"
	exit 1
}

# database STATEMENTS: as root of the private MariaDB, rows separated by tabs
database() { mariadb --no-defaults --socket="$database_socket" -uroot -N -B ocsweb -e "$1"; }

# alive PIDFILE
alive() { [ -s "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }

# wait_for SECONDS COMMAND...: until the command succeeds; a busy machine gets more time (CONTRIBUTING.md)
wait_for() {
	local end=$((SECONDS + $1 * ${GRAFT_TEST_PATIENCE:-1}))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.1
	done
}

# end_process PIDFILE: asks it to end, and insists after a while
end_process() {
	alive "$1" || return 0
	local pid
	pid=$(cat "$1")
	kill "$pid"
	wait_for 20 not kill -0 "$pid" || kill -KILL "$pid"
	rm -f "$1"
}
not() { ! "$@"; }
