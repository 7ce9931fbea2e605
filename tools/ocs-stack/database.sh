#!/bin/bash
# database.sh FOLDER build|start|stop: a private MariaDB with OCS's own schema.
. "$(dirname "$(readlink -f "$0")")/common.sh"

build() {
	install -d -o mysql -g mysql "$database_dir"
	chown mysql "$stack/run"
	mariadb-install-db --no-defaults --user=mysql --datadir="$database_dir" --tmpdir="$stack/run" --skip-test-db \
		--auth-root-authentication-method=socket >"$stack/log/database-build.log" 2>&1
	start
	mariadb --no-defaults --socket="$database_socket" -uroot <<-SQL
		CREATE DATABASE ocsweb CHARACTER SET utf8 COLLATE utf8_bin;
		CREATE USER ocs@'127.0.0.1' IDENTIFIED BY 'ocs';
		GRANT ALL ON ocsweb.* TO ocs@'127.0.0.1';
	SQL
	load_schema
	configure
}

# As the console installs it: the base, then every update above its version. A few updates repeat earlier ones;
# the console ignores their errors.
load_schema() {
	local version update
	apply --abort-source-on-error <"$console_source/files/ocsbase_new.sql"
	version=$(database "select tvalue from config where name = 'GUI_VERSION'")
	for update in "$console_source"/files/update/*.sql; do
		update=$(basename "$update" .sql)
		[ "$update" -gt "$version" ] || continue
		cat "$console_source/files/update/$update.sql"
		printf ';\n'
		last=$update
	done >"$stack/run/updates.sql"
	apply --force <"$stack/run/updates.sql"
	database "update config set tvalue = '${last:-$version}' where name = 'GUI_VERSION'"
}

apply() {
	mariadb --no-defaults --socket="$database_socket" -uroot "$@" ocsweb 2>>"$stack/log/database-build.log" ||
		[ "$1" = --force ]
}

# Deployment on and without pauses. Simulated machines share serial number and network cards, so only the name
# of the host tells them apart.
configure() {
	database "
		update config set ivalue = 1 where name in ('DOWNLOAD', 'LOGLEVEL', 'AUTO_DUPLICATE_LVL');
		update config set ivalue = 0
			where name in ('DOWNLOAD_FRAG_LATENCY', 'DOWNLOAD_CYCLE_LATENCY', 'DOWNLOAD_PERIOD_LATENCY');
		update config set tvalue = '$stack/var' where name = 'DOWNLOAD_PACK_DIR';
		update config set tvalue = '$stack/log' where name in ('LOG_DIR', 'LOG_SCRIPT');
		delete from config where name in ('DOWNLOAD_URI_FRAG', 'DOWNLOAD_URI_INFO', 'DOWNLOAD_PROTOCOL');
		insert into config (name, ivalue, tvalue) values
			('DOWNLOAD_URI_INFO', 0, '127.0.0.1:$https_port/download'),
			('DOWNLOAD_URI_FRAG', 0, '127.0.0.1:$http_port/download'),
			('DOWNLOAD_PROTOCOL', 0, 'HTTP');"
}

start() {
	alive "$stack/run/mariadb.pid" && return
	# Nothing here must outlive a power cut: speed over safety.
	mariadbd --no-defaults --user=mysql --datadir="$database_dir" --tmpdir="$stack/run" --socket="$database_socket" \
		--port="$database_port" --bind-address=127.0.0.1 --pid-file="$stack/run/mariadb.pid" \
		--log-error="$stack/log/mariadb.log" --character-set-server=utf8 --skip-log-bin \
		--innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-buffer-pool-size=64M \
		</dev/null >/dev/null 2>&1 &
	wait_for 60 mariadb-admin --no-defaults --socket="$database_socket" -uroot ping ||
		fail "MariaDB did not start: $stack/log/mariadb.log"
}

case ${2:-} in
build) build ;;
start) start ;;
stop) end_process "$stack/run/mariadb.pid" ;;
*) fail "database.sh FOLDER build|start|stop" ;;
esac
