#!/bin/bash
# stop.sh FOLDER: ends everything of the stack, by its own pid files only. The folder may be removed then.
here=$(dirname "$(readlink -f "$0")")
. "$here/common.sh"

for machine in "$machines_dir"/*/; do
	[ ! -d "$machine" ] || "$here/machine.sh" "$stack" stop "$(basename "$machine")"
done
"$here/apache.sh" "$stack" stop
"$here/database.sh" "$stack" stop
