/** What both scripts share: options, messages, and an end that always leaves the agent whole. */
export function frame(label: string): string {
	return `# The dollars between single quotes are Perl's.
# shellcheck disable=SC2016
set -u
umask 022
say() { printf '%s: %s\\n' '${label}' "$*"; }
fail() {
	code=$1
	shift
	say "$*" >&2
	exit "$code"
}

perl=perl
perl_dir=''
conf=''
while [ $# -gt 0 ]; do
	case $1 in
	--help)
		sed -n '2,/^$/s/^# \\{0,1\\}//p' "$0"
		exit 0
		;;
	--perl-dir | --modules-conf | --perl)
		if [ $# -lt 2 ] || [ -z "$2" ]; then fail 2 "$1 needs a value"; fi
		case $1 in
		--perl-dir) perl_dir=$2 ;;
		--modules-conf) conf=$2 ;;
		--perl) perl=$2 ;;
		esac
		shift 2
		;;
	*) fail 2 "there is no option $1 (see --help)" ;;
	esac
done

changing=no
changed=no
replaced=no
put_conf_back() {
	[ "$replaced" = no ] || mv -f "$conf.graft-old" "$conf"
}
finish() {
	code=$1
	trap '' HUP INT TERM
	if [ "$changing" = yes ]; then
		if put_back; then
			say "everything was put back" >&2
		else
			say "not everything could be put back: look at $stage/before and $conf.graft-old" >&2
			trap - EXIT
			exit 9
		fi
	fi
	rm -rf "$stage"
	rm -f "$conf.graft-new" "$conf.graft-old"
	trap - EXIT
	exit "$code"
}

# One run at a time on this machine; what a run that was killed left is no obstacle. The folder is on the file
# system of the modules, so that they appear by a rename, and in no folder that others can write to.
lock() {
	stage=$modules_dir/.graft
	if ! mkdir -m 700 "$stage" 2>/dev/null; then
		[ -d "$stage" ] || fail 6 "cannot write below $modules_dir"
		[ -s "$stage/pid" ] || sleep 1
		owner=$(cat "$stage/pid" 2>/dev/null)
		if [ -n "$owner" ] && kill -0 "$owner" 2>/dev/null &&
			"$perl" -e 'exit(-M $ARGV[0] < 1 / 24 ? 0 : 1)' "$stage"; then
			fail 7 "another run is under way: process $owner"
		fi
		rm -rf "$stage"
		mkdir -m 700 "$stage" 2>/dev/null || fail 6 "cannot write below $modules_dir"
	fi
	trap 'finish $?' EXIT
	trap 'exit 1' HUP INT TERM
	echo $$ >"$stage/pid" || fail 6 "cannot write below $modules_dir"
}
`;
}

/** Questions to Perl. The agent itself takes a list that fails, or that ends untrue, as no list at all. */
export const proofs = `
# prove_conf FILE LIB with|without|as-it-is MODULE...: does the list load, end true, and load (not load) the modules?
prove_conf() {
	"$perl" -I "$perl_dir" -e '
		my ($file, $lib, $how, @modules) = @ARGV;
		my @paths = map { "Ocsinventory/Agent/Modules/$_.pm" } @modules;
		my %gone = map { $_ => 1 } $how eq "without" ? @paths : ();
		unshift @INC, $lib if $lib ne "";
		unshift @INC, sub { die "$_[1] is still asked for\\n" if $gone{$_[1]}; return };
		alarm 60;
		my $true = do $file;
		alarm 0;
		if ($@ ne "") { print STDERR $@; exit 1 }
		if (!$true) { print STDERR "$file does not end with a true value: its last line must be 1;\\n"; exit 1 }
		exit 0 if $how ne "with";
		for (@paths) { next if $INC{$_}; print STDERR "$file does not load $_\\n"; exit 1 }
	' "$@" >/dev/null </dev/null
}

# prove_module MODULE LIB: does it load, can the agent make an object of it, and has that each hook that it names?
# The agent ends at a hook that is not there, before it has sent its inventory. An object that cannot be made here is
# no proof against it: the agent gives it more than this.
prove_module() {
	"$perl" -I "$perl_dir" -e '
		my ($module, $lib) = @ARGV;
		unshift @INC, $lib if $lib ne "";
		my $class = "Ocsinventory::Agent::Modules::$module";
		alarm 60;
		eval "require $class; 1" or do { print STDERR $@; exit 1 };
		$class->can("new") or do { print STDERR "$class has no new\\n"; exit 1 };
		eval { require Ocsinventory::Logger };
		alarm 60;
		my $object = eval { $class->new({ config => { logger => "Stderr" }, common => {} }) };
		my $hooks = eval { $object->{structure} };
		exit 0 if ref $hooks ne "HASH" or $class->can("AUTOLOAD");
		for (grep { /_(?:handler|writer|reader)$/ && defined $hooks->{$_} } sort keys %$hooks) {
			next if $class->can($hooks->{$_});
			print STDERR "$class has no $hooks->{$_}, which it names as its $_\\n";
			exit 1;
		}
	' "$@" >/dev/null </dev/null
}
`;

/** Where the agent lies, and the one list that it reads: the first that loads, in its own order of folders. */
export const findAgent = `
find_agent() {
	command -v "$perl" >/dev/null 2>&1 || fail 3 "there is no $perl here: name the Perl of the agent with --perl"
	if [ -z "$perl_dir" ]; then
		perl_dir=$("$perl" -e 'for (@INC) { next if ref or !m{^/}; if (-f "$_/Ocsinventory/Agent.pm") { print; last } }')
		[ -n "$perl_dir" ] || fail 3 "Perl knows no Ocsinventory/Agent.pm: name its folder with --perl-dir"
	fi
	perl_dir=$(absolute "$perl_dir")
	modules_dir=$perl_dir/Ocsinventory/Agent/Modules
	if [ ! -f "$perl_dir/Ocsinventory/Agent.pm" ] || [ ! -d "$modules_dir" ]; then
		fail 3 "there is no OCS Inventory agent in $perl_dir"
	fi
}

# Links are followed: what is replaced is the file, never the link to it.
absolute() { "$perl" -MCwd=abs_path -e 'my $path = abs_path($ARGV[0]); print defined $path ? $path : $ARGV[0]' "$1"; }

loads_now() { prove_conf "$1" "" as-it-is 2>/dev/null; }
names_ours() {
	candidate=$1
	shift
	for module in "$@"; do
		grep -q "^[[:space:]]*use[[:space:]]*Ocsinventory::Agent::Modules::\${module}[[:space:];(]" "$candidate" && return 0
	done
	return 1
}

# choose_conf TEST MODULE...: the first list that passes the test, else the first that is there
choose_conf() {
	test=$1
	shift
	if [ -z "$conf" ]; then
		for folder in /etc/ocsinventory /usr/local/etc/ocsinventory /etc/ocsinventory-agent "\${HOME:-/root}/.ocsinventory"; do
			[ -f "$folder/modules.conf" ] || continue
			[ -n "$conf" ] || conf=$folder/modules.conf
			if "$test" "$folder/modules.conf" "$@"; then
				conf=$folder/modules.conf
				break
			fi
		done
		[ -n "$conf" ] || fail 3 "there is no modules.conf in any folder of the agent: name it with --modules-conf"
	fi
	[ -f "$conf" ] || fail 3 "there is no $conf"
	conf=$(absolute "$conf")
}

# edit_conf add|remove MODULE...: writes the new list beside the old one, with its owner and mode
edit_conf() {
	how=$1
	shift
	for copy in old new; do
		cp -p "$conf" "$conf.graft-$copy" || fail 6 "cannot write beside $conf"
	done
	"$perl" -e '
		my ($how, $file, @modules) = @ARGV;
		open my $in, "<", $file or die "$file: $!\\n";
		binmode $_ for $in, STDOUT;
		my @lines = <$in>;
		my $use = qr/^\\s*use\\s+Ocsinventory::Agent::Modules::(\\w+)\\s*(?:\\(\\s*\\)\\s*)?;\\s*(?:#.*)?$/;
		my %wanted = map { $_ => 1 } @modules;
		if ($how eq "remove") {
			print grep { !($_ =~ $use && $wanted{$1}) } @lines;
			exit 0;
		}
		for (@lines) { delete $wanted{$1} if $_ =~ $use }
		my ($end) = grep { $lines[$_] =~ /^\\s*1\\s*;/ } reverse 0 .. $#lines;
		exit 4 unless defined $end;
		my $line_end = $lines[$end] =~ /(\\r\\n)$/ ? $1 : "\\n";
		# The warning not to remove the 1; stays right above it.
		$end-- if $end > 0 and $lines[$end - 1] =~ /^\\s*#.*do not remove/i;
		splice @lines, $end, 0, map { "use Ocsinventory::Agent::Modules::$_;$line_end" } grep { $wanted{$_} } @modules;
		print @lines;
	' "$how" "$conf" "$@" >"$conf.graft-new"
	case $? in
	0) ;;
	4) fail 4 "$conf has no line 1; at its end, and so does not load: mend it first" ;;
	*) fail 6 "cannot write $conf.graft-new" ;;
	esac
}

# The rename is what the agent sees; whoever changed the list meanwhile keeps the change.
replace_conf() {
	cmp -s "$conf.graft-new" "$conf" && return
	cmp -s "$conf.graft-old" "$conf" || fail 6 "$conf was changed by someone else meanwhile"
	changed=yes
	replaced=yes
	mv -f "$conf.graft-new" "$conf" || fail 6 "cannot replace $conf"
}
`;
