package dart

// Address implements wire.Addresser: masters in the field number the first point 50h (A).
func (dialect) Address(n int) byte { return FirstAddress + byte(n) }
