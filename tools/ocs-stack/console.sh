#!/bin/bash
# console.sh FOLDER: OCS's PHP console, copied, with our folders and our database in its settings.
. "$(dirname "$(readlink -f "$0")")/common.sh"

cp -r "$console_source" "$console_dir"
sed -i \
	-e "s#['\"]/var/lib/ocsinventory-reports['\"]#'$stack/var'#" \
	-e "s#['\"]/var/log/ocsinventory-reports['\"]#'$stack/log'#" "$console_dir/var.php"

# The package leaves out vendor/, and yet the console requires its autoloader.
mkdir -p "$console_dir/vendor" "$console_dir/extensions"
printf '<?php\n' >"$console_dir/vendor/autoload.php"

# In the package this is a link to a file of the whole machine.
rm -f "$console_dir/dbconfig.inc.php"
cat >"$console_dir/dbconfig.inc.php" <<PHP
<?php
define("DB_NAME", "ocsweb");
define("SERVER_READ", "127.0.0.1");
define("SERVER_WRITE", "127.0.0.1");
define("SERVER_PORT", "$database_port");
define("COMPTE_BASE", "ocs");
define("PSWD_BASE", "ocs");
define("ENABLE_SSL", "0");
define("SSL_MODE", "");
define("SSL_KEY", "");
define("SSL_CERT", "");
define("CA_CERT", "");
PHP
