<?php print_item_header("onhost");
