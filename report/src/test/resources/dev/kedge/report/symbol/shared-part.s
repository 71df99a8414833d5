# What other files share: a partial unit with one function, and texts.
	.section .debug_abbrev,"",@progbits
	.uleb128 1, 0x3c			# partial unit with entries
	.byte 1
	.uleb128 0, 0
	.uleb128 2, 0x2e			# function: name
	.byte 0
	.uleb128 0x03, 0x0e, 0, 0
	.uleb128 0
	.section .debug_info,"",@progbits
	.long unit_end - unit_begin
unit_begin:
	.value 4
	.long 0
	.byte 8
	.uleb128 1
	.uleb128 2
	.long inner_name - names
	.uleb128 0
unit_end:
	.section .debug_str,"MS",@progbits,1
names:
	.string "begin"
inner_name:
	.string "shared_inner"
