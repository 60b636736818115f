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
	// PaybackPosted says that money which went back was taken into the ledger; its amount is below zero.
	PaybackPosted struct {
		ID      string                `event:"id"`
		Kind    forecourt.PaybackKind `event:"kind"`
		Sale    string                `event:"sale"`
		Site    string                `event:"site"`
		Amount  unit.Money            `event:"amount"`
		Payment forecourt.PaymentKind `event:"payment"`
	}
	// ClosePosted says that a closed shift or day was taken.
	ClosePosted struct {
		ID       string     `event:"id"`
		Kind     string     `event:"kind"`
		Number   int        `event:"number"`
		Site     string     `event:"site"`
		Captured unit.Money `event:"captured"`
		Gateway  unit.Money `event:"gateway"`
	}
	// DuplicateIgnored says that a sale or another posting came again and changed nothing.
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
func (PaybackPosted) Event() string    { return "payback-posted" }
func (ClosePosted) Event() string      { return "close-posted" }
func (DuplicateIgnored) Event() string { return "duplicate-ignored" }
func (PostingRefused) Event() string   { return "posting-refused" }

func init() {
	forecourt.DefineEvent(Kind, SalePosted{}, "a sale was taken and is safe")
	forecourt.DefineEvent(Kind, PaybackPosted{}, "money that went back was taken into the ledger")
	forecourt.DefineEvent(Kind, ClosePosted{}, "a closed shift or day was taken")
	forecourt.DefineEvent(Kind, DuplicateIgnored{}, "a sale or another posting came again and changed nothing")
	forecourt.DefineEvent(Kind, PostingRefused{}, "a posting was not taken")
}

func salePosted(s forecourt.SalePosting) SalePosted {
	return SalePosted{s.Sale, s.Site, s.Point, s.Grade, s.Volume, s.Price, s.Amount, s.Paid, s.Payment, s.Recovered, s.Compensation}
}
