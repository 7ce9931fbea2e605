package Apache::Ocsinventory::Plugins::Onhost::Map;
use strict;
use Apache::Ocsinventory::Map;
$DATA_MAP{onhost} = {
    mask => 0, multi => 1, auto => 1, delOnReplace => 1, sortBy => 'MOUNT', writeDiff => 0, cache => 0,
    fields => { MOUNT => {}, FSTYPE => {} },
};
1;
