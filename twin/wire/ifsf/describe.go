package ifsf

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

var kindWords = map[kind]string{
	read: "READ", answer: "ANSWER", write: "WRITE", unsolicitedACK: "UNSOLICITED with ACK", unsolicited: "UNSOLICITED",
	ack: "ACK",
}

// Messages lists the message types and, by database, the Data_Ids.
func (dialect) Messages() []wire.MessageInfo {
	list := []wire.MessageInfo{
		{Name: "READ", Code: "M_St 0", Meaning: "asks for Data_Ids of a database", Confidence: 'A'},
		{Name: "WRITE", Code: "M_St 2", Meaning: "writes them; a command has Data_Lg 0", Confidence: 'A'},
		{Name: "ACK", Code: "M_St 7", Meaning: "news taken", Confidence: 'A'},
		{Name: "ANSWER", Direction: wire.FromDispenser, Code: "M_St 1", Meaning: "what was read", Confidence: 'A'},
		{Name: "UNSOLICITED with ACK", Direction: wire.FromDispenser, Code: "M_St 3", Meaning: "news to be acknowledged", Confidence: 'A'},
		{Name: "UNSOLICITED", Direction: wire.FromDispenser, Code: "M_St 4", Meaning: "news", Confidence: 'A'},
		{Name: "ACK", Direction: wire.FromDispenser, Code: "M_St 7", Meaning: "what became of each Data_Id written", Confidence: 'A'},
		{Name: "HEARTBEAT", Direction: wire.FromDispenser, Code: "UDP", Meaning: "who is where, every 10 s", Confidence: 'A'},
		{Name: "HEARTBEAT", Code: "UDP", Meaning: "who is where, every 10 s", Confidence: 'A'},
	}
	for _, f := range fields {
		d := wire.FromController
		if isNews(f.place, f.id) {
			d = wire.FromDispenser
		}
		list = append(list, wire.MessageInfo{
			Name: f.name, Direction: d, Code: fmt.Sprintf("%s %02X", placeCodes[f.place], f.id),
			Meaning:    "Data_Id of the " + address{place: f.place, number: 1, value: 1, point: FirstAddress}.kindOfPlace(),
			Confidence: f.confidence, Untested: unsaid[[2]byte{byte(f.place), f.id}],
		})
	}
	return list
}

// unsaid are Data_Ids that neither end says, and why.
var unsaid = map[[2]byte]string{
	{byte(atPoint), idAlarmMessage}:    "alarms are told by the error database",
	{byte(atPoint), idMultipleMessage}: "the status message says which nozzle is out",
}

// isNews says that a Data_Id begins an unsolicited message.
func isNews(p place, id byte) bool {
	return p == atPoint && id >= idAlarmMessage && id <= idRunningMessage || (p == atTransaction || p == atError) && id == idBuffMessage
}

func (a address) kindOfPlace() string {
	return [...]string{
		"communication service", "calculator", "fuelling point", "logical nozzle", "transaction", "error", "product",
		"product per fuelling mode", "meter",
	}[a.place]
}

// Describe says one message, a run of them, or a heartbeat, in words.
func (dialect) Describe(_ wire.Direction, b []byte, o wire.Options) (string, error) {
	if _, err := newCodec(o); err != nil {
		return "", err
	}
	if len(b) == 0 {
		return "", newFault(b, defect{0, "no bytes"})
	}
	if len(b) == HeartbeatLen && b[8] == heartbeatCode && (b[6] != 0 || b[7] != 2) {
		h, err := ReadHeartbeat(b)
		return h.String(), err
	}
	var words []string
	for at := 0; at < len(b); {
		var p parser
		got, _, _, wrong := p.take(b[at:])
		if wrong.reason == "" && got == nil {
			wrong = defect{len(b) - at, "the message is cut off"}
		}
		var m message
		if wrong.reason == "" {
			m, wrong = open(got)
		}
		if wrong.reason == "" && m.kind != read && m.kind != ack {
			wrong = m.whole()
		}
		if wrong.reason != "" {
			return strings.Join(words, "; "), newFault(b, defect{at + wrong.offset, wrong.reason})
		}
		words = append(words, m.words())
		at += len(got)
	}
	return strings.Join(words, "; "), nil
}

func (m *message) words() string {
	db := "unknown address " + fmt.Sprintf("% X", m.where[1:])
	if m.known {
		db = m.db.String()
	}
	s := fmt.Sprintf("%s to %s %s %d, %s: ", m.from, m.to, kindWords[m.kind], m.token, db)
	var list []string
	switch m.kind {
	case read:
		for _, id := range m.body {
			list = append(list, m.name(id))
		}
	case ack:
		if len(m.body) == 0 {
			return s + "nothing"
		}
		list = append(list, word(msWords, m.body[0]))
		for pairs := m.body[1:]; len(pairs) >= 2; pairs = pairs[2:] {
			list = append(list, m.name(pairs[0])+" "+word(dataWords, pairs[1]))
		}
	default:
		for rest := m.body; len(rest) > 0; {
			id, data, after, _ := nextItem(rest)
			list = append(list, m.item(id, data))
			rest = after
		}
	}
	if len(list) == 0 {
		return s + "nothing"
	}
	return s + strings.Join(list, ", ")
}

func (m *message) name(id byte) string {
	if f, ok := m.db.place.at(id); ok && m.known {
		return f.name
	}
	return fmt.Sprintf("Data_Id %d", id)
}

func (m *message) item(id byte, data []byte) string {
	f, ok := m.db.place.at(id)
	switch {
	case len(data) == 0 && m.kind == answer:
		return m.name(id) + " not available"
	case len(data) == 0:
		return m.name(id)
	case !ok || !m.known:
		return fmt.Sprintf("%s %X", m.name(id), data)
	}
	return f.name + " " + f.form.words(data)
}

// words writes a value; one that does not have its form is written as bytes.
func (f form) words(data []byte) string {
	plain := fmt.Sprintf("% X", data)
	switch f {
	case asByte:
		if len(data) == 1 {
			return fmt.Sprint(data[0])
		}
	case asNumber:
		if n, decimals, ok := readNumber(data); ok && decimals <= 9 {
			return strings.TrimSuffix(unit.Indicated{Count: n, Decimals: decimals}.String(), " "+unit.L.String())
		}
	case asDigits:
		if n, ok := frame.BCD(data); ok {
			return fmt.Sprintf("%0*d", 2*len(data), n)
		}
	case asState:
		if len(data) == 1 {
			return forecourt.State(data[0]).String()
		}
	case asNozzles:
		if len(data) == 1 {
			return fmt.Sprint(nozzlesOf(data[0], maxNozzle))
		}
	case asNode:
		if len(data) == 2 {
			return Node{data[0], data[1]}.String()
		}
	case asText:
		return fmt.Sprintf("%q", strings.TrimRight(string(data), " "))
	case asSaleState:
		if len(data) == 1 && data[0] >= saleCleared && data[0] <= saleLocked {
			return [...]string{"cleared", "payable", "locked"}[data[0]-1]
		}
	case asError:
		if len(data) == 1 && errorWords[data[0]] != "" {
			return errorWords[data[0]]
		}
	}
	return plain
}
