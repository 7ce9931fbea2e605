package Ocsinventory::Agent::Modules::Intable;
use strict;
use warnings;
sub new {
    my (undef, $context) = @_;
    return bless { context => $context, structure => { name => 'intable', inventory_handler => 'intable_inventory' } };
}
sub intable_inventory {
    my ($self) = @_;
    push @{ $self->{context}{common}{xmltags}{INTABLE} }, { MOUNT => ['/'], FSTYPE => ['ext4'] };
}
1;
