#!/bin/bash
# apache.sh FOLDER build|start|reload|stop: a private Apache with OCS's communication server and its PHP console.
. "$(dirname "$(readlink -f "$0")")/common.sh"

packaged_conf=/etc/apache2/conf-available/ocsinventory-server.conf
modules=/usr/lib/apache2/modules
pid_file=$stack/run/apache.pid
error_log=$stack/log/apache-error.log

build() {
	# The package's own file, with our values.
	sed -E \
		-e "s#(PerlSetEnv OCS_DB_HOST) .*#\1 127.0.0.1#" \
		-e "s#(PerlSetEnv OCS_DB_PORT) .*#\1 $database_port#" \
		-e "s#(PerlSetEnv OCS_OPT_LOGPATH) .*#\1 \"$stack/log/\"#" \
		-e "s#(PerlSetEnv OCS_PLUGINS_PERL_DIR) .*#\1 \"$server_dir/perl\"#" \
		-e "s#(PerlSetEnv OCS_PLUGINS_CONF_DIR) .*#\1 \"$server_dir/plugins\"#" \
		-e "s#\"APACHE_AUTH_USER_FILE\"#$server_dir/soap.htpasswd#" \
		"$packaged_conf" >"$server_dir/server.conf"
	{
		main_settings
		console
		printf 'Include %s\n' "$server_dir/server.conf"
		virtual_hosts
	} >"$apache_conf"
	apache2 -t -f "$apache_conf" >"$stack/log/apache-build.log" 2>&1 ||
		fail "Apache does not take its configuration: $stack/log/apache-build.log"
}

main_settings() {
	cat <<-CONF
		ServerRoot $stack
		ServerName 127.0.0.1
		PidFile $pid_file
		Mutex file:$stack/run
		User www-data
		Group www-data
		Listen 127.0.0.1:$http_port
		Listen 127.0.0.1:$https_port
		ErrorLog $error_log
		LogLevel warn
		TypesConfig /etc/mime.types
	CONF
	local module php
	for module in mpm_prefork authz_core authz_host authn_core authn_file authz_user auth_basic access_compat \
		alias dir mime env setenvif ssl socache_shmcb perl; do
		printf 'LoadModule %s_module %s/mod_%s.so\n' "$module" "$modules" "$module"
	done
	for php in "$modules"/libphp*.so; do :; done
	printf 'LoadModule php_module %s\n' "$php"
	cat <<-CONF
		LogFormat "%h %t \"%r\" %>s %b \"%{User-Agent}i\"" brief
		CustomLog $stack/log/apache-access.log brief
		StartServers 2
		MinSpareServers 1
		MaxSpareServers 4
		<Directory />
			Require all denied
		</Directory>
		DocumentRoot $stack/var
		Alias /download $download_dir
		<Directory $download_dir>
			Require all granted
		</Directory>
	CONF
}

console() {
	cat <<-CONF
		Alias /ocsreports $console_dir
		<Directory $console_dir>
			Require all granted
			DirectoryIndex index.php
			<FilesMatch "\.php$">
				SetHandler application/x-httpd-php
			</FilesMatch>
			php_admin_value session.save_path $stack/run/php-sessions
			php_admin_value error_log $stack/log/php.log
		</Directory>
	CONF
}

virtual_hosts() {
	cat <<-CONF
		<VirtualHost 127.0.0.1:$http_port>
		</VirtualHost>
		<VirtualHost 127.0.0.1:$https_port>
			SSLEngine on
			SSLCertificateFile $stack/tls/server.pem
			SSLCertificateKeyFile $stack/tls/server.key
		</VirtualHost>
	CONF
}

# The communication server takes only POST: it is up where a GET answers 400.
answers() { [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$http_port/ocsinventory")" = 400 ]; }

start() {
	alive "$pid_file" && return
	rm -f "$pid_file"
	apache2 -f "$apache_conf" -k start || fail "Apache did not start: $error_log"
	wait_for 60 answers || fail "the communication server does not answer: $error_log"
}

# Apache's own test of its configuration loads no plugin, and over one that does not load Apache ends.
reload() {
	local from
	from=$(($(wc -l <"$error_log") + 1))
	alive "$pid_file" || fail "Apache is not running"
	apache2 -f "$apache_conf" -k graceful
	wait_for 60 settled "$from" || fail "Apache did not come back from its reload: $error_log"
	alive "$pid_file" || fail "Apache ended over its reload: $error_log"
}
settled() { ! alive "$pid_file" || tail -n "+$1" "$error_log" | grep -q 'resuming normal operations'; }

case ${2:-} in
build) build ;;
start) start ;;
reload) reload ;;
stop) end_process "$pid_file" ;;
*) fail "apache.sh FOLDER build|start|reload|stop" ;;
esac
