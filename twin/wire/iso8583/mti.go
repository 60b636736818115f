package iso8583

// MTI is a message type: version, class, function, origin.
type MTI string

// The message types, by their numbers in us87. Those of ifsf93 have the same meanings under other numbers, which only the
// profile knows.
const (
	AuthorisationRequest      MTI = "0100"
	AuthorisationAnswer       MTI = "0110"
	AuthorisationAdvice       MTI = "0120"
	AuthorisationAdviceRepeat MTI = "0121"
	AuthorisationAdviceAnswer MTI = "0130"
	FinancialRequest          MTI = "0200"
	FinancialAnswer           MTI = "0210"
	FinancialAdvice           MTI = "0220"
	FinancialAdviceRepeat     MTI = "0221"
	FinancialAdviceAnswer     MTI = "0230"
	ReversalRequest           MTI = "0400"
	ReversalAnswer            MTI = "0410"
	ReversalAdvice            MTI = "0420"
	ReversalAdviceRepeat      MTI = "0421"
	ReversalAdviceAnswer      MTI = "0430"
	Reconciliation            MTI = "0500"
	ReconciliationAnswer      MTI = "0510"
	NetworkRequest            MTI = "0800"
	NetworkAnswer             MTI = "0810"
)

func (t MTI) info() (messageInfo, bool) { return US87.onWire(string(t)) }

// meant is what a type is called here.
func (i messageInfo) meant() MTI {
	if i.means != "" {
		return i.means
	}
	return i.mti
}

// onWire finds a type by the digits that a message begins with.
func (p *Profile) onWire(digits string) (messageInfo, bool) {
	for _, i := range p.messages {
		if string(i.mti) == digits {
			return i, true
		}
	}
	return messageInfo{}, false
}

// wireType returns the digits of a type, which not every profile has.
func (p *Profile) wireType(t MTI) (string, bool) {
	for _, i := range p.messages {
		if i.meant() == t {
			return string(i.mti), true
		}
	}
	return "", false
}

// Has says that the profile has a message type.
func (p *Profile) Has(t MTI) bool { _, ok := p.wireType(t); return ok }

// Known says that the profile us87 has the message type.
func (t MTI) Known() bool { _, ok := t.info(); return ok }

// Answer returns the type of the answer, empty for an answer or an unknown type.
func (t MTI) Answer() MTI { i, _ := t.info(); return i.answer }

// Repeat returns the type under which the message is sent again, empty where it never is: only advices are repeated (A).
func (t MTI) Repeat() MTI { i, _ := t.info(); return i.repeat }

// IsRepeat says that the message has been sent before.
func (t MTI) IsRepeat() bool { return t != "" && t == t.Repeat() }

// IsAnswer says that the message answers another.
func (t MTI) IsAnswer() bool { i, ok := t.info(); return ok && i.answer == "" }
