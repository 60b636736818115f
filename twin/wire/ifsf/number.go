package ifsf

// Address implements wire.Addresser: fuelling point 1 of a node is 21h, and a connection of a station carries one (A).
func (dialect) Address(n int) byte { return 0x21 + byte(n) }
