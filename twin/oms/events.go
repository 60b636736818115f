package oms

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Kind is the kind of role that order management plays.
const Kind = "oms"

// What order management tells.
type (
	// SalePosted says that a sale was taken and is safe.
	SalePosted struct {
		Sale      string                `event:"sale"`
		Site      string                `event:"site"`
		Point     forecourt.Point       `event:"fuelling-point"`
		Grade     forecourt.Grade       `event:"grade"`
		Volume    unit.Indicated        `event:"volume"`
		Price     unit.Price            `event:"price"`
		Amount    unit.Money            `event:"amount"`
		Paid      unit.Money            `event:"paid"`
		Payment   forecourt.PaymentKind `event:"payment"`
		Recovered bool                  `event:"recovered"`

		Compensation forecourt.Compensation `event:",inline"`
	}
	// DuplicateIgnored says that a sale came again and changed nothing.
	DuplicateIgnored struct {
		Sale string `event:"sale"`
	}
	// PostingRefused says that a posting was not taken.
	PostingRefused struct {
		Why string `event:"why"`
	}
)

// Event names.
func (SalePosted) Event() string       { return "sale-posted" }
func (DuplicateIgnored) Event() string { return "duplicate-ignored" }
func (PostingRefused) Event() string   { return "posting-refused" }

func init() {
	forecourt.DefineEvent(Kind, SalePosted{}, "a sale was taken and is safe")
	forecourt.DefineEvent(Kind, DuplicateIgnored{}, "a sale came again and changed nothing")
	forecourt.DefineEvent(Kind, PostingRefused{}, "a posting was not taken")
}

func salePosted(s forecourt.SalePosting) SalePosted {
	return SalePosted{s.Sale, s.Site, s.Point, s.Grade, s.Volume, s.Price, s.Amount, s.Paid, s.Payment, s.Recovered, s.Compensation}
}
