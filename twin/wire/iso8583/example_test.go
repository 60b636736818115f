package iso8583_test

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// A pump asks for 150.00, is granted it, and settles 64.33.
func Example() {
	pump := iso8583.Terminal{ID: "PUMP0003", Merchant: "SITE1", MCC: iso8583.FuelDispenser, Acquirer: "400001"}
	card, _ := payment.LookupCard("visa-stripe")
	read := payment.Read{PAN: card.PAN, Entry: payment.Stripe, Track2: card.Track2()}
	at := clock.Epoch

	request := pump.Authorise(at, 1, read, "", unit.Money{Minor: 15000, Currency: "EUR"})
	bytes, _ := iso8583.Encode(request)
	stream, _ := iso8583.AppendFrame(nil, nil, bytes)

	// The host's end.
	var host iso8583.Framer
	_ = host.Hear(stream, func(_ iso8583.TPDU, b []byte) {
		m, err := iso8583.Decode(b)
		if err == nil {
			err = m.Check()
		}
		fmt.Println(m.MTI, m.Amount, m.RRN, err)
	})
	answer := request.Answer(iso8583.CodeApproved)
	answer.Approval = "A1B2C3"

	advice := pump.Complete(iso8583.FinancialAdvice, at.Add(4*time.Minute), 2, request, answer, unit.Money{Minor: 6433, Currency: "EUR"})
	bytes, _ = iso8583.Encode(advice)
	words, _ := iso8583.US87.Describe(wire.FromController, bytes, wire.Options{})
	fmt.Println(words)
	// Output:
	// 0100 150.00 EUR 600500000001 <nil>
	// 0220 financial advice (completion); 2 card number 401288******1881; 3 processing code 000000 (purchase); 4 amount 64.33 EUR; 7 transmission date and time 0105000400; 11 system trace audit number 000002; 12 local time 000400; 13 local date 0105; 14 expiry 2912; 18 merchant category 5542 (fuel dispenser); 22 entry mode 900 (stripe); 25 condition code 02 (unattended); 32 acquirer 400001; 37 retrieval reference number 600500000001; 38 approval code A1B2C3; 41 terminal PUMP0003; 42 merchant SITE1; 49 currency 978 (EUR); 90 original data 0100 trace 000001 of 0105000000
}
