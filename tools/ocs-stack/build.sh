#!/bin/bash
# build.sh FOLDER DATABASE_PORT HTTP_PORT HTTPS_PORT
# Builds a private OCS Inventory below FOLDER from Debian's packages, and changes none of their files.
# Needs root: MariaDB and Apache give up their rights to mysql and www-data.
here=$(dirname "$(readlink -f "$0")")
. "$here/common.sh"

{
	printf 'database_port=%d\n' "${2:?the port of MariaDB}"
	printf 'http_port=%d\n' "${3:?the port of Apache}"
	printf 'https_port=%d\n' "${4:?the port of Apache with TLS}"
} >"$stack/settings"

chmod 755 "$stack"
mkdir -p "$stack"/{etc,log,machines,run/php-sessions,tls} "$server_dir"/{plugins,perl} "$download_dir"
chown www-data: "$stack/run/php-sessions" "$stack/log" "$download_dir"
ssh-keygen -q -t ed25519 -N '' -C ocs-stack -f "$machines_dir/key" # lets into every machine

# Each agent gets its orders over TLS, and verifies it.
"$here/certificates.sh" "$stack"
"$here/console.sh" "$stack"
"$here/apache.sh" "$stack" build
"$here/database.sh" "$stack" build
