package wire

// Addresser is a Dialect that knows how the points of a bus are usually numbered: Address returns the bus address of the
// nth, from 0. A plan gives its own addresses; this is for one that is played in another dialect than its own.
type Addresser interface{ Address(n int) byte }

// Width is a Dialect with other digits than eight for a sale and ten for totals.
type Width interface {
	// Digits returns how many decimal digits a sale's volume and amount have, and a totalizer.
	Digits() (sale, totals int)
}

// Digits returns how many decimal digits the sales and the totalizers of a dialect have.
func Digits(d Dialect) (sale, totals int) {
	if w, ok := d.(Width); ok {
		return w.Digits()
	}
	return 8, 10
}
