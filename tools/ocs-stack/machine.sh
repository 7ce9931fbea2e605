#!/bin/bash
# machine.sh FOLDER start NAME SSH_PORT | stop NAME
# A simulated machine: the real agent of the package and a real sshd, in namespaces of their own (mounts, host
# name, processes). It has its own /etc/ocsinventory, /var/lib/ocsinventory-agent, folder of agent modules and
# home of root, whose start-up files would else run at each log-in.
# Log in with: ssh -i FOLDER/machines/key -o UserKnownHostsFile=FOLDER/machines/NAME/known_hosts -p SSH_PORT root@127.0.0.1
. "$(dirname "$(readlink -f "$0")")/common.sh"

agent_modules=/usr/share/perl5/Ocsinventory/Agent/Modules
name=${3:-}
case $name in '' | *[!a-z0-9-]*) fail "the name of a machine: lower-case letters, digits, -" ;; esac
machine=$machines_dir/$name

build() {
	mkdir -p "$machine"/{etc,home,var}
	cp -r "$agent_modules" "$machine/modules"
	cp /etc/ocsinventory/modules.conf "$machine/etc/"
	cat >"$machine/etc/ocsinventory-agent.cfg" <<-CFG
		server=http://127.0.0.1:$http_port/ocsinventory
		ca=$stack/tls/authority.pem
		nosoftware=1
		debug=1
		logfile=/var/lib/ocsinventory-agent/agent.log
	CFG
	ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$machine/host_key"
}

start() {
	local port=${1:?the port of its sshd}
	[ -d "$machine" ] || build
	alive "$machine/pid" && return
	rm -f "$machine/sshd.pid"
	cat >"$machine/sshd_config" <<-CONF
		ListenAddress 127.0.0.1:$port
		HostKey $machine/host_key
		PidFile $machine/sshd.pid
		AuthorizedKeysFile $machines_dir/key.pub
		StrictModes no
		UsePAM no
		PasswordAuthentication no
		PermitRootLogin prohibit-password
		Subsystem sftp internal-sftp
	CONF
	printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$machine/host_key.pub")" >"$machine/known_hosts"
	mkdir -p /run/sshd
	# The first process of the namespaces: what the machine runs ends with it.
	# shellcheck disable=SC2016
	unshare --mount --uts --pid --fork --kill-child --mount-proc --propagation private bash -c '
		set -e
		mount --bind "$1/etc" /etc/ocsinventory
		mount --bind "$1/var" /var/lib/ocsinventory-agent
		mount --bind "$1/modules" "$3"
		mount --bind "$1/home" ~root
		hostname "$2"
		exec /usr/sbin/sshd -D -f "$1/sshd_config" -E "$1/sshd.log"
	' _ "$machine" "$name" "$agent_modules" </dev/null >"$machine/start.log" 2>&1 &
	printf '%d\n' $! >"$machine/pid"
	wait_for 60 test -s "$machine/sshd.pid" || fail "$name did not start: $machine/start.log, $machine/sshd.log"
}

# As if its plug were pulled: unshare lets no gentler signal through.
stop() {
	! alive "$machine/pid" || kill -KILL "$(cat "$machine/pid")"
	rm -f "$machine/pid"
}

case ${2:-} in
start) start "${4:-}" ;;
stop) stop ;;
*) fail "machine.sh FOLDER start NAME SSH_PORT | stop NAME" ;;
esac
