package Ocsinventory::Agent::Modules::Onhost;
use strict;
use warnings;
sub new {
    my (undef, $context) = @_;
    return bless { context => $context, structure => { name => 'onhost', inventory_handler => 'onhost_inventory' } };
}
sub onhost_inventory {
    my ($self) = @_;
    push @{ $self->{context}{common}{xmltags}{ONHOST} }, { MOUNT => ['/'], FSTYPE => ['ext4'] };
}
1;
