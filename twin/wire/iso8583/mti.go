package iso8583

// MTI is a message type: version, class, function, origin.
type MTI string

// The message types of us87.
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
	NetworkRequest            MTI = "0800"
	NetworkAnswer             MTI = "0810"
)

func (t MTI) info() (messageInfo, bool) {
	for _, i := range us87Messages {
		if i.mti == t {
			return i, true
		}
	}
	return messageInfo{}, false
}

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
