package cli

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/paypal"
	"github.com/forecourt/forecourt/twin/gateway/stripe"
	"github.com/forecourt/forecourt/twin/payment"
)

// gateways are the API manners with their calls.
var gateways = []struct {
	manner payment.Manner
	calls  func() []gateway.Call
}{
	{payment.StripeManner, stripe.Calls},
	{payment.PayPalManner, paypal.Calls},
}

// listedCall is one call of an API as it is listed.
type listedCall struct {
	Manner    string `json:"manner"`
	Call      string `json:"call"`
	Doc       string `json:"doc"`
	Supported bool   `json:"supported"`
	Missing   string `json:"missing,omitempty"` // why it is not supported
	Tested    bool   `json:"tested"`            // by an answer that is no error; the packages' own tests hold it true
	Untested  string `json:"untested,omitempty"`
}

func listedCalls() (all []listedCall) {
	for _, g := range gateways {
		for _, c := range g.calls() {
			all = append(all, listedCall{
				Manner: string(g.manner), Call: c.Method + " " + c.Path, Doc: c.Doc, Supported: c.Missing == "", Missing: c.Missing,
				Tested: c.Missing == "" && c.Untested == "", Untested: c.Untested,
			})
		}
	}
	return all
}

// supported and tested are the last two columns of the table.
func (l listedCall) supported() string {
	if l.Supported {
		return "yes"
	}
	return "no: " + l.Missing
}

func (l listedCall) tested() string {
	switch {
	case l.Tested:
		return "yes"
	case l.Untested != "":
		return "no: " + l.Untested
	}
	return "-"
}

func listGateways(*setting) (rows [][]string, items any) {
	all := listedCalls()
	rows = append(rows, []string{"manner", "call", "what it is for", "supported", "tested"})
	for _, l := range all {
		rows = append(rows, []string{l.Manner, l.Call, l.Doc, l.supported(), l.tested()})
	}
	return rows, all
}

// markdownGateways is the table as the README has it.
func markdownGateways() string {
	var b strings.Builder
	b.WriteString("| manner | call | supported | tested |\n| --- | --- | --- | --- |\n")
	for _, l := range listedCalls() {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", l.Manner, l.Call, l.supported(), l.tested())
	}
	return b.String()
}
