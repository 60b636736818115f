package desk

import (
	"fmt"
	"strings"
)

// Reason is why something was refused, for a front end to put into its protocol's words.
type Reason uint8

// The reasons.
const (
	Off          Reason = iota + 1 // the desk has no power
	NotLoggedOn                    // the client was lost, or has logged off
	TooMany                        // clients
	NoPoint                        // there is no such point
	NoNozzle                       // the point has no such nozzle, or none with such a product
	NoGrade                        // there is no such product
	NoSale                         // there is no such sale
	PointLocked                    // by another client
	SaleLocked                     // by another client
	NotLocked                      // by this client
	Closed                         // the point is
	WrongState                     // of the point
	Busy                           // with the same thing, asked for before
	StackFull                      // unpaid sales
	BadValue                       // a limit, a price
	Unreachable                    // the point does not answer
	NoAnswer                       // from the controller: it may have happened
	ByController                   // for a reason of its own
)

// Refusal is why something was not done.
type Refusal struct {
	Reason Reason
	Why    string
}

// Error implements error.
func (r *Refusal) Error() string { return "desk: " + r.Why }

func refuse(r Reason, format string, args ...any) *Refusal {
	return &Refusal{r, fmt.Sprintf(format, args...)}
}

// fromController puts the controller's words into a reason.
func fromController(why string) *Refusal {
	reason := ByController
	for _, w := range []struct {
		begins string
		reason Reason
	}{
		{"unpaid sales", StackFull},
		{"the point does not answer", Unreachable},
		{"the point was out of sight", Unreachable},
		{"there is no such fuelling point", NoPoint},
		{"the point has no nozzle", NoNozzle},
		{"the point is ", WrongState},
		{"the state of the point", WrongState},
		{"another release", WrongState},
		{"a sale is being read", WrongState},
		{"the prices of the point", WrongState},
		{"no point sells", NoGrade},
		{"a price ", BadValue},
		{"a limit", BadValue},
		{"two limits", BadValue},
	} {
		if strings.HasPrefix(why, w.begins) {
			reason = w.reason
			break
		}
	}
	return &Refusal{reason, why}
}
