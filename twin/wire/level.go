package wire

// Levelled is a Dialect whose wire carries two prices for each nozzle, and which of them the next sale is made at:
// forecourt.SetPrices with both, and forecourt.SelectLevel. Without it a wire has one price.
type Levelled interface {
	// Levels returns how many prices a nozzle has, 1 or 2.
	Levels() int
}

// HasLevels says whether a dialect carries two prices.
func HasLevels(d Dialect) bool {
	l, ok := d.(Levelled)
	return ok && l.Levels() > 1
}
