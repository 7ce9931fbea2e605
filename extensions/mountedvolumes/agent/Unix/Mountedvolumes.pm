# Mounted volumes, for OCS Inventory's agent on Unix. SPDX-License-Identifier: MIT
package Ocsinventory::Agent::Modules::Mountedvolumes;

use strict;
use warnings;

# Their size is not asked for: the question does not come back while their server is away.
my $network = qr/^(?:nfs\d?|cifs|smb3|smbfs|afpfs|webdav|9p|virtiofs|ceph|glusterfs|lustre|gpfs|beegfs|afs|fuse\.(?:sshfs|glusterfs|ceph|s3fs|rclone|davfs2?))$/;

# Without a device of their own, as the kernel sees it, and volumes all the same.
my $volumes = qr/^(?:zfs|fuseblk|fuse\..+|bcachefs)$/;

sub new {
    my (undef, $context) = @_;
    return bless {
        context   => $context,
        structure => {
            name              => 'mountedvolumes',
            start_handler     => undef,
            prolog_writer     => undef,
            prolog_reader     => undef,
            inventory_handler => 'mountedvolumes_inventory_handler',
            end_handler       => undef,
        },
    };
}

sub mountedvolumes_inventory_handler {
    my $self   = shift;
    my $common = $self->{context}->{common};

    # A module that dies takes the whole inventory with it.
    my @found = eval { with_sizes(mounted()) };
    for my $volume (@found) {
        push @{ $common->{xmltags}->{MOUNTEDVOLUMES} }, { map { $_ => [ clean($volume->{$_}) ] } keys %$volume };
    }
    return;
}

# A list of { MOUNTPOINT, SOURCE, FILESYSTEM, LABEL, OPTIONS, SIZE_MB, FREE_MB }, sizes still 0.
sub mounted {
    my @rows = -r '/proc/mounts' ? from_proc() : from_mount();
    my %seen;
    # A later mount hides an earlier one of the same place.
    return reverse grep { !$seen{ $_->{MOUNTPOINT} }++ } reverse @rows;
}

sub from_proc {
    my %pseudo = map { /^nodev\s+(\S+)/ ? ($1 => 1) : () } lines('/proc/filesystems');
    my @rows;
    for (lines('/proc/mounts')) {
        my ($device, $place, $type, $options) = map { unescaped($_) } split / /;
        next unless defined $options;
        next if $pseudo{$type} and $type !~ $network and $type !~ $volumes and $place ne '/';
        next if $type eq 'squashfs';

        # Containers mount single files; a network volume is not even looked at.
        next if $type !~ $network and !-d $place;
        push @rows, row($place, $device, $type, $options);
    }
    return @rows;
}

# macOS and the BSDs: "/dev/disk1s1 on / (apfs, local, journaled)"
sub from_mount {
    my @rows;
    for (output('mount')) {
        my ($device, $place, $type, $options) = /^(.+?) on (\/.*) \(([^,()]+)(?:, ([^()]*))?\)$/ or next;
        next if $type =~ /^(?:devfs|autofs|procfs|fdescfs|linprocfs|linsysfs|kernfs|tmpfs|mfs|nullfs)$/;
        push @rows, row($place, $device, $type, defined $options ? $options : '');
    }
    return @rows;
}

sub with_sizes {
    my @rows  = @_;
    my @local = map { $_->{MOUNTPOINT} } grep { $_->{FILESYSTEM} !~ $network } @rows;
    my %size;
    for (@local ? output('df', '-P', '-k', @local) : ()) {
        my ($blocks, $free, $place) = m{\s(\d+)\s+\d+\s+(\d+)\s+\d+%\s+(/.*)$} or next;
        $size{$place} = { SIZE_MB => int($blocks / 1024), FREE_MB => int($free / 1024) };
    }
    return map { { %$_, %{ $size{ $_->{MOUNTPOINT} } || {} } } } @rows;
}

sub row {
    my ($place, $device, $type, $options) = @_;
    return {
        MOUNTPOINT => $place,
        SOURCE     => $device,
        FILESYSTEM => $type,
        LABEL      => '',
        OPTIONS    => $options,
        SIZE_MB    => 0,
        FREE_MB    => 0,
    };
}

# What the columns and XML can hold: valid UTF-8, no control characters, cut between characters.
sub clean {
    my $text = shift;
    utf8::decode($text) or $text =~ s/[^\x20-\x7e]/?/g;
    $text =~ s/[[:cntrl:]]/ /g;
    $text = substr($text, 0, 255);
    utf8::encode($text);
    return $text;
}

# The kernel writes a space in a name as \040.
sub unescaped {
    my $text = shift;
    chomp $text;
    $text =~ s/\\([0-7]{3})/chr oct $1/ge;
    return $text;
}

sub lines {
    my $path = shift;
    open my $in, '<', $path or return;
    my @lines = <$in>;
    close $in;
    return @lines;
}

# What a command says within 30 seconds. No shell sees its words.
sub output {
    my @command = @_;
    my @lines;
    my $pid = open my $out, '-|';
    return unless defined $pid;
    if (!$pid) {
        $ENV{LC_ALL} = 'C';
        open STDERR, '>', '/dev/null';
        # The time-out lives on in the command itself, which then ends by the signal.
        alarm 30;
        exec { $command[0] } @command or do { require POSIX; POSIX::_exit(127) };
    }
    @lines = <$out>;
    close $out;
    chomp @lines;
    return @lines;
}

1;
