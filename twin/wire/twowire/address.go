package twowire

// Address implements wire.Addresser: pumps are 1 to 16 (B).
func (dialect) Address(n int) byte { return byte(n + 1) }

// Digits implements wire.Width: six for a sale, eight for totals (A).
func (dialect) Digits() (sale, totals int) { return 6, 8 }
