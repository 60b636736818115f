package udc

// Address implements wire.Addresser: point 1 is F0h (A).
func (dialect) Address(n int) byte { return 0xF0 + byte(n) }

// Digits implements wire.Width: three bytes of BCD for a sale, five for totals (A).
func (dialect) Digits() (sale, totals int) { return 6, 10 }
