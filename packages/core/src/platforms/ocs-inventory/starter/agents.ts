import type { Names } from "./names.ts";

/** What collects on machines, and a test of it that needs no OCS. */
export function agentFiles(names: Names): Record<string, string> {
	return {
		[`agent/Unix/${names.segment}.pm`]: unix(names),
		[`agent/Windows/${names.id}.ps1`]: windows(names),
		"test/agent.t": test(names),
	};
}

function unix({ id, segment, element, columns }: Names): string {
	const width = Math.max(...columns.map(({ name }) => name.length));
	return `# For OCS Inventory's agent on Unix.
package Ocsinventory::Agent::Modules::${segment};

use strict;
use warnings;

sub new {
    my (undef, $context) = @_;
    return bless {
        context   => $context,
        structure => {
            name              => '${id}',
            start_handler     => undef,
            prolog_writer     => undef,
            prolog_reader     => undef,
            inventory_handler => '${id}_inventory_handler',
            end_handler       => undef,
        },
    };
}

sub ${id}_inventory_handler {
    my $self   = shift;
    my $common = $self->{context}->{common};

    # A module that dies takes the whole inventory with it.
    my @rows = eval { collect() };
    for my $row (@rows) {
        push @{ $common->{xmltags}->{${element}} }, { map { $_ => [ $row->{$_} ] } keys %$row };
    }
    return;
}

# One hash for each row. Look at the machine here; values are UTF-8, of 255 characters at most.
sub collect {
    return (
        {
${columns.map(({ name }) => `            ${name.padEnd(width)} => 'example',\n`).join("")}\
        },
    );
}

1;
`;
}

function windows({ element, columns }: Names): string {
	const width = Math.max(...columns.map(({ name }) => name.length));
	return `# For OCS Inventory's agent on Windows: writes one <${element}> element for each row, as UTF-8.

$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false

# One hash table for each row. Look at the machine here; values have 255 characters at most.
function Get-Rows {
    @{
${columns.map(({ name }) => `        ${name.padEnd(width)} = 'example'\n`).join("")}\
    }
}

try {
    foreach ($row in Get-Rows) {
        $fields = foreach ($column in $row.Keys) {
            '<{0}>{1}</{0}>' -f $column, [System.Security.SecurityElement]::Escape([string] $row[$column])
        }
        [Console]::Out.WriteLine('<${element}>' + ($fields -join '') + '</${element}>')
    }
}
catch {
    # Whatever is printed here becomes a part of the inventory: an error must not.
    exit 1
}
`;
}

function test({ id, segment, element }: Names): string {
	return `# perl test/agent.t: does the module for Unix agents give what the Map takes?

use strict;
use warnings;
use FindBin '$Bin';
use Test::More;

# Stands in for OCS's own, so that no OCS is needed.
BEGIN {
    package Apache::Ocsinventory::Map;
    require Exporter;
    our @ISA    = 'Exporter';
    our @EXPORT = '%DATA_MAP';
    our %DATA_MAP;
    $INC{'Apache/Ocsinventory/Map.pm'} = __FILE__;
}

require "$Bin/../APACHE/Map.pm";
require "$Bin/../agent/Unix/${segment}.pm";

my $common = {};
Ocsinventory::Agent::Modules::${segment}->new({ common => $common })->${id}_inventory_handler;
my @rows    = @{ $common->{xmltags}->{${element}} || [] };
my @columns = sort keys %{ $Apache::Ocsinventory::Map::DATA_MAP{${id}}->{fields} };

ok(@rows > 0, 'there is a row');
is_deeply([ sort keys %$_ ], \\@columns, 'a row has the columns of the Map') for @rows;

done_testing;
`;
}
