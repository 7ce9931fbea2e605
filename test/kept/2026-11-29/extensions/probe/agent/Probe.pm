package Ocsinventory::Agent::Modules::Probe;
use strict;
use warnings;
sub new {
    my (undef, $context) = @_;
    return bless { context => $context, structure => { name => 'probe', inventory_handler => 'probe_inventory' } };
}
sub probe_inventory {
    my ($self) = @_;
    push @{ $self->{context}{common}{xmltags}{PROBE} }, { MOUNT => ['/'], FSTYPE => ['ext4'] };
}
1;
