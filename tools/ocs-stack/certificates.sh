#!/bin/bash
# certificates.sh FOLDER: an authority of the stack's own, and a certificate for 127.0.0.1.
. "$(dirname "$(readlink -f "$0")")/common.sh"

cd "$stack/tls"
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
		-subj '/CN=Authority of the OCS stack' -keyout authority.key -out authority.pem
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj '/CN=127.0.0.1' -keyout server.key -out server.csr
	openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 3650 \
		-out server.pem -extfile <(printf 'subjectAltName=IP:127.0.0.1,DNS:localhost')
} >"$stack/log/certificates.log" 2>&1
