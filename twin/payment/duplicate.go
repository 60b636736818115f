package payment

import (
	"fmt"
	"time"
)

// Duplicates is what a POS does about the same card for the same amount at the same point a second time.
type Duplicates struct {
	Within time.Duration // of the first time; zero: nobody looks
	Do     DuplicateWay  // default: warn
}

// DuplicateWay is what is done about a duplicate.
type DuplicateWay string

// The ways.
const (
	WarnOfDuplicate DuplicateWay = "warn" // it is told, and goes on
	RefuseDuplicate DuplicateWay = "refuse"
)

// UnmarshalText reads one of the ways.
func (w *DuplicateWay) UnmarshalText(b []byte) error {
	switch *w = DuplicateWay(b); *w {
	case WarnOfDuplicate, RefuseDuplicate:
		return nil
	}
	return fmt.Errorf("'%s' is none of: warn, refuse", b)
}
