package iso8583

import (
	"errors"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// Function codes (DE24 of 1993; 201 and 202 A, 101, 401, 831 C, the rest B).
const (
	OriginalAuthorisation  = "100"
	EstimatedAuthorisation = "101"
	OriginalFinancial      = "200"
	SameAmount             = "201" // of an earlier authorisation
	OtherAmount            = "202"
	FullReversal           = "400"
	PartReversal           = "401"
	FinalReconciliation    = "500"
)

// networkFunctions are the network management codes of 1987 as function codes of 1993; 821 is (K).
var networkFunctions = map[string]string{SignOn: "801", SignOff: "802", KeyChange: "811", CutOver: "821", Echo: "831"}

// function is DE24: what the message says, else what follows from the rest of it.
func (m *Message) function() string {
	if m.Function != "" {
		return m.Function
	}
	switch m.MTI {
	case AuthorisationRequest, AuthorisationAnswer:
		if m.MCC == FuelDispenser {
			return EstimatedAuthorisation
		}
		return OriginalAuthorisation
	case FinancialRequest, FinancialAnswer:
		return OriginalFinancial
	case FinancialAdvice, FinancialAdviceRepeat, FinancialAdviceAnswer:
		if m.Asked.Set && m.Asked.Minor == m.Amount.Minor {
			return SameAmount
		}
		return OtherAmount
	case ReversalAdvice, ReversalAdviceRepeat, ReversalAdviceAnswer:
		if m.Replaces.Set {
			return PartReversal
		}
		return FullReversal
	case Reconciliation, ReconciliationAnswer:
		return FinalReconciliation
	}
	return networkFunctions[m.Network]
}

func setFunction(m *Message, v string) error {
	m.Function = v
	for network, function := range networkFunctions {
		if function == v {
			m.Network = network
		}
	}
	return nil
}

// acceptedAs are the action codes of 1993 for what is not money (K): a reversal, a reconciliation and a network message are
// accepted with codes of their own.
var acceptedAs = map[MTI]string{
	ReversalAnswer: "400", ReversalAdviceAnswer: "400", ReconciliationAnswer: "500", NetworkAnswer: "800",
}

// actionOf is DE39 of 1993.
func actionOf(m *Message) string {
	if m.Code == CodeApproved && acceptedAs[m.MTI] != "" {
		return acceptedAs[m.MTI]
	}
	r, known := LookupResponse(m.Code)
	if !known {
		return m.Code // of no code: nothing; else too short for the field
	}
	return r.Action
}

// actionClasses say what an action code means that is in no table, by its first digit (K).
var actionClasses = map[byte]string{
	'0': CodeApproved, '1': CodeDoNotHonour, '2': CodePickUp, '4': CodeApproved, '5': CodeApproved, '8': CodeApproved,
}

func setAction(m *Message, v string) error {
	if r, ok := ResponseByAction(v); ok {
		m.Code = r.Code
	} else if m.Code = actionClasses[v[0]]; m.Code == "" {
		m.Code = CodeSystemError
	}
	if m.MTI == ReconciliationAnswer {
		if m.Balance = OutOfBalance; m.Code == CodeApproved {
			m.Balance = InBalance
		}
	}
	return nil
}

// entryData are the letters of DE22 position 7 of 1993: how the card came in (K; contactless and fallback C).
var entryData = []struct {
	mode   payment.EntryMode
	letter byte
}{
	{payment.ContactChip, '5'}, {payment.Contactless, '7'}, {payment.Stripe, '2'}, {payment.Fallback, '9'}, {payment.Keyed, '6'},
	{payment.Keyed, '1'},
}

// getEntryData writes DE22 of 1993: what the message says, else what follows from the entry mode of 1987 (C).
func getEntryData(m *Message) string {
	if m.POSData != "" || m.Entry == "" {
		return m.POSData
	}
	mode, ok := EntryMode(m.Entry)
	if !ok {
		return strings.Repeat("?", 13) // too long: Encode refuses it by name
	}
	b := []byte("500101000340")
	for _, e := range entryData {
		if e.mode == mode {
			b[6] = e.letter
			break
		}
	}
	if m.Entry[2] == '1' {
		b[1] = '1'
	}
	if m.MCC == FuelDispenser {
		b[3] = '2' // on the merchant's ground, unattended
	}
	if !m.PINBlock.IsZero() {
		b[7], b[8] = '1', '3' // a PIN, for the authorising agent
	}
	return string(b)
}

func setEntryData(m *Message, v string) error {
	if len(v) != 12 {
		return errors.New("12 characters are needed")
	}
	m.POSData, m.Entry = v, ""
	for _, e := range entryData {
		if e.letter == v[6] {
			m.Entry = EntryCode(e.mode, v[1] == '1')
			break
		}
	}
	return nil
}
