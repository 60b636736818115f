package pts

import "github.com/forecourt/forecourt/twin/wire"

// Names implements wire.Namer: the types of a body's packets.
func (Dialect) Names(_ wire.Direction, b []byte) (names []string) {
	body, err := Decode(b)
	if err != nil {
		return nil
	}
	for _, p := range body.Packets {
		names = append(names, p.Type)
	}
	return names
}
