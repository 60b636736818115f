package ifsf

// Address implements wire.Addresser: fuelling point 1 of a node is 21h, and a connection of a station carries one (A).
func (dialect) Address(n int) byte { return 0x21 + byte(n) }

// Digits implements wire.Width: four bytes of BCD for a sale, six for totals (A: CSS field sizes).
func (dialect) Digits() (sale, totals int) { return 2 * 4, 2 * totalLen }
