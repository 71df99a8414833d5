# A program whose debug data say that code of its function came from a function whose entry is in
# another file, as dwz leaves it (DW_FORM_GNU_ref_alt, DW_FORM_GNU_strp_alt).
	.text
	.globl _start
_start:
	nop
	nop
inner_begin:
	nop
	nop
inner_end:
	nop
	ret
start_end:
	.section .debug_abbrev,"",@progbits
	.uleb128 1, 0x11			# compile unit with entries
	.byte 1
	.uleb128 0x11, 0x01, 0x12, 0x06, 0, 0
	.uleb128 2, 0x2e			# function: name in the other file, code
	.byte 1
	.uleb128 0x03, 0x1f21, 0x11, 0x01, 0x12, 0x06, 0, 0
	.uleb128 3, 0x1d			# inlined call: origin in the other file, code
	.byte 0
	.uleb128 0x31, 0x1f20, 0x11, 0x01, 0x12, 0x06, 0, 0
	.uleb128 0
	.section .debug_info,"",@progbits
	.long unit_end - unit_begin
unit_begin:
	.value 4
	.long 0
	.byte 8
	.uleb128 1
	.quad _start
	.long start_end - _start
	.uleb128 2
	.long 0
	.quad _start
	.long start_end - _start
	.uleb128 3
	.long 12
	.quad inner_begin
	.long inner_end - inner_begin
	.uleb128 0
	.uleb128 0
unit_end:
