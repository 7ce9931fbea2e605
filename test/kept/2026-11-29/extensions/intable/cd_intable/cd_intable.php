<?php print_item_header("intable");
