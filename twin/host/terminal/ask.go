package terminal

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Purpose is what the terminal is told to do.
type Purpose string

// The purposes.
const (
	Authorise Purpose = "authorise"
	Sell      Purpose = "sell"
	Refund    Purpose = "refund"
	Complete  Purpose = "complete"
	Reverse   Purpose = "reverse"
	Repeat    Purpose = "repeat"
	Echo      Purpose = "echo"
	SignOn    Purpose = "sign-on"
	SignOff   Purpose = "sign-off"
	NewKey    Purpose = "new-key"
	CutOver   Purpose = "cut-over"
	Reconcile Purpose = "reconcile"
)

// Purposes lists them.
func Purposes() []Purpose {
	return []Purpose{Authorise, Sell, Refund, Complete, Reverse, Repeat, Echo, SignOn, SignOff, NewKey, CutOver, Reconcile}
}

// AsksMoney says that a purpose needs a card and an amount.
func (p Purpose) AsksMoney() bool { return p == Authorise || p == Sell || p == Refund }

var managed = map[Purpose]string{
	Echo: iso8583.Echo, SignOn: iso8583.SignOn, SignOff: iso8583.SignOff, NewKey: iso8583.KeyChange, CutOver: iso8583.CutOver,
}

// Seal is how a message is authenticated where the link wants it.
type Seal string

// The ways.
const (
	RightSeal Seal = ""
	WrongSeal Seal = "wrong"
	NoSeal    Seal = "none"
)

// Ask tells the terminal to say something to its host.
type Ask struct {
	For    Purpose
	Card   string
	Entry  payment.EntryMode // default: stripe
	PIN    payment.PINEntry  // online; default: none
	Amount unit.Money        // of a reversal: what is left of the request
	Model  host.Model        // of an authorisation; default: the whole amount, or a part of it
	Seal   Seal
}

// Stimulus names it.
func (Ask) Stimulus() string { return "ask" }

// Check says what is wrong with it.
func (a Ask) Check() error {
	if !slices.Contains(Purposes(), a.For) {
		return fmt.Errorf("terminal: nothing is asked for '%s'", a.For)
	}
	if a.For.AsksMoney() {
		if _, ok := payment.LookupCard(a.Card); !ok {
			return fmt.Errorf("terminal: there is no test card '%s'", a.Card)
		}
	}
	return nil
}
