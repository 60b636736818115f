package pos

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What the POS tells of money that it grants by itself.
type (
	// StoodIn says that the POS granted money while the gateway or its host could not be reached.
	StoodIn struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Sale      string          `event:"sale"`
		Amount    unit.Money      `event:"amount"`
		Card      string          `event:"card"`
		Why       string          `event:"why"`
		Reference string          `event:"reference"`
	}
	// OfflineRefused says that it did not, and by which bound.
	OfflineRefused struct {
		Point forecourt.Point `event:"fuelling-point"`
		Card  string          `event:"card"`
		Why   string          `event:"why"`
	}
	// Forwarded says that the money of a sale that was granted offline is taken.
	Forwarded struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Sale      string          `event:"sale"`
		Amount    unit.Money      `event:"amount"`
		Intent    string          `event:"intent"`
		Reference string          `event:"reference"`
	}
	// ForwardDeclined is a finding: the card of a sale that was granted offline was declined; the sale is a loss.
	ForwardDeclined struct {
		Point     forecourt.Point `event:"fuelling-point"`
		Sale      string          `event:"sale"`
		Amount    unit.Money      `event:"amount"`
		Code      string          `event:"code"`
		Reason    string          `event:"reason"`
		Reference string          `event:"reference"`
	}
)

// Event names.
func (StoodIn) Event() string         { return "stood-in" }
func (OfflineRefused) Event() string  { return "offline-refused" }
func (Forwarded) Event() string       { return "forwarded" }
func (ForwardDeclined) Event() string { return "forward-declined" }

func init() {
	forecourt.DefineEvent(Kind, StoodIn{}, "the POS granted money that the gateway could not be asked for")
	forecourt.DefineEvent(Kind, OfflineRefused{}, "the POS grants a card nothing by itself")
	forecourt.DefineEvent(Kind, Forwarded{}, "the money of a sale that was granted offline is taken")
	forecourt.DefineEvent(Kind, ForwardDeclined{}, "finding: a card was declined for a sale that was granted offline: a loss")
}
