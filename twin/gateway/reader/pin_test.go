package reader

import (
	"errors"
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
)

func TestAPINBlockNeedsItsSerialNumber(t *testing.T) {
	card, _ := payment.LookupCard("visa-stripe")
	const block, serial = "1b9c1845eb993a7a", "9876543210E00001"
	for _, c := range []struct{ block, serial, wrong string }{
		{block, serial, ""},
		{"", "", ""},
		{block, "", PINSerial},
		{"", serial, PINBlock},
		{block + "00", serial, PINBlock},
		{block, "no hex", PINSerial},
	} {
		read, _, err := Read(Data{Entry: "stripe", Track2: card.Track2().Reveal(), PINBlock: c.block, PINSerial: c.serial})
		var wrong *Wrong
		switch {
		case c.wrong == "":
			if err != nil || read.PINBlock.IsZero() != (c.block == "") {
				t.Errorf("%+v: %v", c, err)
			}
		case !errors.As(err, &wrong) || wrong.Field != c.wrong:
			t.Errorf("%+v: %v", c, err)
		}
	}
}
