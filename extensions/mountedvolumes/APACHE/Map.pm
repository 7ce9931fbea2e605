# Mounted volumes: which fields of an inventory go to its table. SPDX-License-Identifier: MIT
package Apache::Ocsinventory::Plugins::Mountedvolumes::Map;

use strict;
use Apache::Ocsinventory::Map;

$DATA_MAP{mountedvolumes} = {
    mask         => 0,
    multi        => 1,
    auto         => 1,
    delOnReplace => 1,
    sortBy       => 'MOUNTPOINT',
    writeDiff    => 0,
    cache        => 0,
    fields       => {
        MOUNTPOINT => {},
        SOURCE     => {},
        FILESYSTEM => {},
        LABEL      => {},
        OPTIONS    => {},
        SIZE_MB    => { fallback => 0 },
        FREE_MB    => { fallback => 0 },
    },
};

1;
