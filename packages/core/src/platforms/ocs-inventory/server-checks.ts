import type { RunCheck } from "../../domain/plan.ts";

/**
 * Makes Perl see what Apache's Perl will see: OCS puts the plugins' folder behind Perl's own. Where the server's own
 * table of sections is not on this machine, an empty one stands in for it, and the output says so.
 */
const prepare = `
use strict; use warnings;
my ($folder, @rest) = splice @ARGV;
push @INC, $folder unless grep { $_ eq $folder } @INC;
unless (eval { require Apache::Ocsinventory::Map; 1 }) {
    die $@ unless $@ =~ m{^Can't locate Apache/Ocsinventory/Map[.]pm};
    print "Apache::Ocsinventory::Map is not on this machine: an empty one stands in for it.\\n";
    require Exporter;
    $INC{'Apache/Ocsinventory/Map.pm'} = 'stand-in';
    @Apache::Ocsinventory::Map::ISA = ('Exporter');
    @Apache::Ocsinventory::Map::EXPORT = ('%DATA_MAP');
}
sub path_of { my $path = shift; $path =~ s{::}{/}g; return "$path.pm" }
`;

const loadModule = `${prepare}
my ($module, @sections) = @rest;
my $path = path_of($module);
require $path;
sub identity { join ':', (stat shift)[0, 1] }
identity($INC{$path}) eq identity("$folder/$path")
    or die "Perl takes $INC{$path} instead of $folder/$path: two copies are there, and the wrong one wins.\\n";
for my $section (@sections) {
    ref $Apache::Ocsinventory::Map::DATA_MAP{$section} eq 'HASH'
        or die "$module loads, and brings no section '$section'.\\n";
    my $fields = $Apache::Ocsinventory::Map::DATA_MAP{$section}{fields} // {};
    for my $value ($fields, ref $fields eq 'HASH' ? values %$fields : ()) {
        ref($value // {}) eq 'HASH'
            or die "$module loads, and Apache would end at its section '$section': a field is no { ... }.\\n";
    }
}
print "$module loads.\\n";
`;

/** Modules that are not of a plugin may need mod_perl itself, and are left to Apache. */
const loadConfs = `${prepare}
use File::Find;
my ($confs, $whose, @ours) = @rest;
my %ours = map { $_ => 1 } @ours;
my @files;
find({ no_chdir => 1, follow_fast => 1, follow_skip => 2, wanted => sub { push @files, $_ if -f } }, $confs) if -d $confs;
my $fatal = 0;
for my $file (sort @files) {
    open my $in, '<', $file or die "$file: $!\\n";
    my $text = do { local $/; <$in> } // '';
    $text =~ s{\\\\\\r?\\n}{ }g;
    for my $line (split /\\n/, $text) {
        next unless $line =~ /^\\s*PerlModule\\s+(.+)/i;
        for my $module (split ' ', $1) {
            $module =~ s/["';]//g;
            next unless $module =~ /^Apache::Ocsinventory::Plugins::[\\w:]+$/;
            next if eval { require(path_of($module)); 1 };
            my $why = "$file: $@";
            $fatal = 1 if $whose eq 'all' or $ours{$module};
            print STDERR $why;
        }
    }
}
exit $fatal;
`;

export interface Checked {
	readonly perl: string;
	readonly perlDir: string;
	readonly confDir: string;
	readonly modules: readonly string[];
	readonly sections: readonly string[];
	/** Apache is about to be reloaded, so what other plugins left there counts as well. */
	readonly reload: boolean;
}

/** Each module alone: the message then speaks of one file. */
export function modulesLoad({ perl, perlDir, modules, sections }: Checked): RunCheck[] {
	return modules.map((module, at) => ({
		kind: "check",
		target: `${perlDir}/${module.replaceAll("::", "/")}.pm`,
		argv: [perl, "-e", loadModule, perlDir, module, ...(at === 0 ? sections : [])],
		failed: `${module} does not load, and Apache would stop because of it`,
		why: "Apache's own configuration test does not see a plugin that does not load; Perl does",
	}));
}

/** Without a reload only what names our own modules counts: what others left broken is theirs to mend. */
export function confsLoad({ perl, perlDir, confDir, modules, reload }: Checked): RunCheck {
	return {
		kind: "check",
		target: confDir,
		argv: [perl, "-e", loadConfs, perlDir, confDir, reload ? "all" : "ours", ...modules],
		failed: `Apache could not start with what is below ${confDir}`,
		why: "Apache stops at any conf whose module does not load",
	};
}

/**
 * Apache asks for the plugins' folder only when it starts, so its own test leaves it out: here it is told to read it.
 * `test` is Apache's command for that; no Perl module is loaded by it.
 */
export function apacheReads(test: readonly string[], confDir: string): RunCheck {
	return {
		kind: "check",
		target: confDir,
		argv: [...test, "-c", `Include "${confDir}"`],
		failed: `Apache does not accept what is below ${confDir}, and would stop because of it`,
		why: "Apache stops at any directive that it does not know, in any file of that folder",
	};
}
