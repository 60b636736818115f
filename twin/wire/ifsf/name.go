package ifsf

import (
	"encoding/binary"

	"github.com/forecourt/forecourt/twin/wire"
)

// Names implements wire.Namer: the type of each message and the Data_Ids in it, or HEARTBEAT.
func (dialect) Names(_ wire.Direction, b []byte) (names []string) {
	if _, err := ReadHeartbeat(b); err == nil {
		return []string{"HEARTBEAT"}
	}
	for len(b) >= headLen {
		n := headLen + int(binary.BigEndian.Uint16(b[6:]))
		if len(b) < n {
			break
		}
		if m, wrong := open(b[:n]); wrong.reason == "" {
			names = append(names, m.names()...)
		}
		b = b[n:]
	}
	return names
}

func (m *message) names() []string {
	list := []string{kindWords[m.kind]}
	if m.kind == read {
		for _, id := range m.body {
			list = append(list, nameOf(m.db.place, id))
		}
		return list
	}
	for rest := m.body; len(rest) > 0; {
		id, _, after, ok := nextItem(rest)
		if !ok {
			break
		}
		list = append(list, nameOf(m.db.place, id))
		rest = after
	}
	return list
}

func nameOf(p place, id byte) string {
	for _, f := range fields {
		if f.place == p && f.id == id {
			return f.name
		}
	}
	return ""
}
