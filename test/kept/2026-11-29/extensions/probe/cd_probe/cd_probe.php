<?php print_item_header("probe");
