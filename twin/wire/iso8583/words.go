package iso8583

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
)

// sayer says the value of a field in words; empty where it has none for it.
type sayer func(text string, x context) string

// says are the words of a profile's fields.
func (p *Profile) says() map[int]sayer {
	if p == IFSF93 {
		return ifsf93Words
	}
	return us87Words
}

var us87Words = worded(map[int]sayer{
	22: sayEntry, 25: named(map[string]string{Normal: "normal", Unattended: "unattended", PreAuthorisation: "pre-authorisation"}),
	18: named(merchants), 39: func(text string, _ context) string { return sayResponse(LookupResponse(text)) },
	66: named(map[string]string{InBalance: "in balance", OutOfBalance: "out of balance"}), 70: named(networkWords),
	90: func(text string, _ context) string { return sayOriginal(parseOriginal(text)) },
})

var ifsf93Words = worded(map[int]sayer{
	22: func(text string, _ context) string {
		var m Message
		_ = setEntryData(&m, text)
		return text + suffix(entryWords(m.Entry))
	},
	24: named(functionWords), 26: named(merchants), 30: func(text string, x context) string { return sayAmount(text[:12], x) },
	39: func(text string, _ context) string { return sayAction(text) },
	56: func(text string, _ context) string {
		var m Message
		err := setOriginal93(&m, text)
		if err == nil {
			m.Original.MTI = MTI(text[:mtiLength]) // as it is called here
		}
		return sayOriginal(m.Original, err)
	},
})

// worded adds what both profiles say of a field.
func worded(own map[int]sayer) map[int]sayer {
	own[3] = named(map[string]string{Purchase: "purchase", Refund: "refund", Balance: "balance"})
	own[4], own[49], own[50] = sayAmount, sayCurrency, sayCurrency
	for id := 86; id <= 89; id++ {
		own[id] = sayAmount
	}
	own[97] = func(text string, x context) string {
		return map[byte]string{'C': "", 'D': "-"}[text[0]] + sayAmount(text[1:], x)
	}
	own[54] = func(text string, _ context) string {
		all, err := parseAdditional(text)
		if err != nil {
			return ""
		}
		var words []string
		for _, a := range all {
			words = append(words, additionalWords[a.Kind]+" "+a.Amount.String())
		}
		return strings.TrimSpace(strings.Join(words, ", "))
	}
	own[63] = sayProducts
	return own
}

var (
	merchants    = map[string]string{ServiceStation: "service station", FuelDispenser: "fuel dispenser"}
	networkWords = map[string]string{
		SignOn: "sign on", SignOff: "sign off", KeyChange: "key change", CutOver: "cut-over", Echo: "echo",
	}
	additionalWords = map[string]string{LedgerBalance: "balance", AvailableBalance: "available", OriginalAmount: "asked for"}
	functionWords   = map[string]string{
		OriginalAuthorisation: "authorisation", EstimatedAuthorisation: "authorisation of an estimated amount",
		OriginalFinancial: "financial", SameAmount: "authorised before, same amount", OtherAmount: "authorised before, other amount",
		FullReversal: "full reversal", PartReversal: "partial reversal", FinalReconciliation: "final reconciliation",
		"801": "sign on", "802": "sign off", "811": "key change", "821": "cut-over", "831": "echo",
	}
	actionWords = map[string]string{
		"400": "accepted", "500": "reconciled, in balance", "800": "accepted",
	}
)

func named(words map[string]string) sayer {
	return func(text string, _ context) string {
		if w := words[text]; w != "" {
			return text + " (" + w + ")"
		}
		return ""
	}
}

func suffix(words string) string {
	if words == "" {
		return ""
	}
	return " (" + words + ")"
}

func sayAmount(text string, x context) string {
	minor, err := strconv.ParseInt(text, 10, 64)
	if err != nil || x.currency == "" {
		return ""
	}
	return unit.Money{Minor: minor, Currency: x.currency}.String()
}

func sayCurrency(text string, _ context) string {
	c, _ := unit.CurrencyByNumeric(text)
	return text + suffix(string(c))
}

func sayResponse(r Response, known bool) string {
	if !known {
		return ""
	}
	return r.Code + suffix(r.Meaning)
}

func sayAction(text string) string {
	if w := actionWords[text]; w != "" {
		return text + suffix(w)
	}
	if r, ok := ResponseByAction(text); ok {
		return text + suffix(r.Meaning)
	}
	return ""
}

func sayEntry(text string, _ context) string { return text + suffix(entryWords(text)) }

func entryWords(code string) string {
	mode, ok := EntryMode(code)
	if !ok {
		return ""
	}
	return string(mode) + map[byte]string{'1': ", PIN pad"}[code[2]]
}

func sayOriginal(o Original, err error) string {
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s trace %s of %s", o.MTI, o.STAN, string(o.SentAt)+o.Local)
}

// sayProducts prints DE63 where it is in our layout.
func sayProducts(text string, x context) string {
	p, err := ParseProducts(text)
	if err != nil {
		return ""
	}
	words := []string{map[byte]string{'S': "self service", 'F': "full service"}[p.Service]}
	for _, i := range p.Items {
		amount := sayAmount(fmt.Sprintf("%012d", i.Minor), x)
		if amount == "" {
			amount = fmt.Sprint(i.Minor)
		}
		words = append(words, fmt.Sprintf("product %s %d.%03d %c at %d.%03d, %s, tax %c",
			i.Code, i.Quantity/1000, i.Quantity%1000, i.Unit, i.Price/1000, i.Price%1000, amount, i.Tax))
	}
	return strings.Join(words, ": ")
}
