package host

import (
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What a host tells beside the exchanges themselves: findings, stand-in, PINs, the link, and the end of the day.
type (
	// AdviceLate says that an advice came after the network's time for it. It was booked.
	AdviceLate struct {
		Exchange Exchange      `event:",inline"`
		Delay    time.Duration `event:"delay"` // since the approval
		Limit    time.Duration `event:"limit"`
	}
	// OverAuthorised says that more was taken than is covered. It was booked; the excess is the merchant's risk.
	OverAuthorised struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Cover    unit.Money `event:"cover"`
	}
	// ProductsWrong says that the products in an advice cannot be read or are not its amount.
	ProductsWrong struct {
		Exchange Exchange `event:",inline"`
		Why      string   `event:"why"`
	}
	// AdviceLost says that an advice was acknowledged and lost, as a test wants it.
	AdviceLost struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
	}
	// HoldExpired says that a hold was let go of because no advice came in the network's days.
	HoldExpired struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
	}
	// StoodIn says that the network answered a request for its issuer.
	StoodIn struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Code     string     `event:"code"`
	}
	// StandInAdvised says that the issuer, back again, was told what was granted in its stead.
	StandInAdvised struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
	}
	// PINRefused says that a PIN was wrong, or not looked at.
	PINRefused struct {
		Exchange Exchange `event:",inline"`
		Tries    int      `event:"tries"` // wrong ones in a row
		Why      string   `event:"why"`
	}
	// Refused says that a message could not be read, lacks a field, or is not what its link wants.
	Refused struct {
		Type string `event:"type"`
		STAN string `event:"stan"`
		Code string `event:"code"` // empty where there was no answer to give
		Why  string `event:"why"`
	}
	// Echoed says that a network management message was answered.
	Echoed struct {
		STAN    string `event:"stan"`
		Network string `event:"network"`
	}
	// KeyChanged says that a terminal got a new key, known by its check value.
	KeyChanged struct {
		Terminal string `event:"terminal"`
		Check    string `event:"check"`
	}
	// Reconciled says that a terminal's batch was closed.
	Reconciled struct {
		Terminal string     `event:"terminal"`
		Balanced bool       `event:"balanced"`
		Sales    int        `event:"sales"`
		Net      unit.Money `event:"net"`
	}
	// OutOfBalance says in which line a terminal's totals are not the host's.
	OutOfBalance struct {
		Terminal   string     `event:"terminal"`
		Line       string     `event:"line"`
		Count      int        `event:"count"`
		Amount     unit.Money `event:"amount"`
		HostCount  int        `event:"host-count"`
		HostAmount unit.Money `event:"host-amount"`
		Difference unit.Money `event:"difference"`
	}
	// Settled says that a capture went into a batch.
	Settled struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Fee      unit.Money `event:"fee"`
		Net      unit.Money `event:"net"`
		Day      string     `event:"day"`
	}
	// Adjusted says that a batch corrects a capture of an earlier one.
	Adjusted struct {
		Exchange Exchange   `event:",inline"`
		Amount   unit.Money `event:"amount"`
		Day      string     `event:"day"`
	}
	// BatchClosed says that a network's batch of a day is made.
	BatchClosed struct {
		Network string     `event:"network"`
		Day     string     `event:"day"`
		Count   int        `event:"count"`
		Gross   unit.Money `event:"gross"`
		Fees    unit.Money `event:"fees"`
		Net     unit.Money `event:"net"`
		File    string     `event:"file"`
	}
	// DayClosed says that the settlement day has ended.
	DayClosed struct {
		Day     string `event:"day"`
		Batches int    `event:"batches"`
	}
)

// Event names.
func (AdviceLate) Event() string     { return "advice-late" }
func (OverAuthorised) Event() string { return "over-auth" }
func (ProductsWrong) Event() string  { return "products-wrong" }
func (AdviceLost) Event() string     { return "advice-lost" }
func (HoldExpired) Event() string    { return "hold-expired" }
func (StoodIn) Event() string        { return "stood-in" }
func (StandInAdvised) Event() string { return "stand-in-advised" }
func (PINRefused) Event() string     { return "pin-refused" }
func (Refused) Event() string        { return "refused" }
func (Echoed) Event() string         { return "echoed" }
func (KeyChanged) Event() string     { return "key-changed" }
func (Reconciled) Event() string     { return "reconciled" }
func (OutOfBalance) Event() string   { return "out-of-balance" }
func (Settled) Event() string        { return "settled" }
func (Adjusted) Event() string       { return "settlement-adjusted" }
func (BatchClosed) Event() string    { return "batch-closed" }
func (DayClosed) Event() string      { return "day-closed" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{AdviceLate{}, "an advice came after the network's time for it; it was booked"},
		{OverAuthorised{}, "more was taken than is covered"},
		{ProductsWrong{}, "the products in an advice cannot be read or are not its amount"},
		{AdviceLost{}, "an advice was acknowledged and lost, as a test wants it"},
		{HoldExpired{}, "a hold was let go of because no advice came for days"},
		{StoodIn{}, "the network answered for an issuer that does not"},
		{StandInAdvised{}, "the issuer was told what was granted in its stead"},
		{PINRefused{}, "a PIN was wrong, or not looked at any more"},
		{Refused{}, "a message could not be read, lacks a field, or is not what its link wants"},
		{Echoed{}, "a network management message was answered"},
		{KeyChanged{}, "a terminal got a new key"},
		{Reconciled{}, "a terminal's batch was closed"},
		{OutOfBalance{}, "in one line a terminal's totals are not the host's"},
		{Settled{}, "a capture went into a batch"},
		{Adjusted{}, "a batch corrects a capture of an earlier one"},
		{BatchClosed{}, "a network's batch of a day is made"},
		{DayClosed{}, "the settlement day has ended"},
	} {
		forecourt.DefineEvent("host", e.event, e.doc)
	}
}
