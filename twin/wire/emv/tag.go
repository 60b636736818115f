package emv

import "fmt"

// Tag is a BER tag of one to three bytes, written as its hex digits: 0x9F26.
type Tag uint32

// The tags of a payment message (EMV book 3 annex A; K).
const (
	TagPAN                Tag = 0x5A
	TagTrack2             Tag = 0x57
	TagCardholder         Tag = 0x5F20
	TagExpiry             Tag = 0x5F24
	TagLanguage           Tag = 0x5F2D
	TagCurrency           Tag = 0x5F2A
	TagPSN                Tag = 0x5F34
	TagScript71           Tag = 0x71
	TagScript72           Tag = 0x72
	TagAIP                Tag = 0x82
	TagAID                Tag = 0x84
	TagScriptCommand      Tag = 0x86
	TagResponseCode       Tag = 0x8A
	TagIssuerAuth         Tag = 0x91
	TagTVR                Tag = 0x95
	TagDate               Tag = 0x9A
	TagType               Tag = 0x9C
	TagAmount             Tag = 0x9F02
	TagOtherAmount        Tag = 0x9F03
	TagVersion            Tag = 0x9F09
	TagIssuerData         Tag = 0x9F10
	TagCountry            Tag = 0x9F1A
	TagSerial             Tag = 0x9F1E
	TagTrack1Discretion   Tag = 0x9F1F
	TagTrack2Discretion   Tag = 0x9F20
	TagCryptogram         Tag = 0x9F26
	TagCryptogramInfo     Tag = 0x9F27
	TagCapabilities       Tag = 0x9F33
	TagCVMResult          Tag = 0x9F34
	TagTerminalType       Tag = 0x9F35
	TagATC                Tag = 0x9F36
	TagUnpredictable      Tag = 0x9F37
	TagTrack2Contactless  Tag = 0x9F6B
	TagTrack1Contactless  Tag = 0x56
	TagEncipheredPIN      Tag = 0x99
	TagFormFactor         Tag = 0x9F6E
	TagTransactionCounter Tag = 0x9F41
)

type tagInfo struct {
	name   string
	secret bool // holds a card number, a track, a PIN or a name
}

var tags = map[Tag]tagInfo{
	TagPAN:                {"card number", true},
	TagTrack2:             {"track 2 equivalent", true},
	TagCardholder:         {"cardholder name", true},
	TagExpiry:             {"expiry date", false},
	TagCurrency:           {"currency", false},
	TagPSN:                {"card sequence number", false},
	TagScript71:           {"issuer script before the final cryptogram", false},
	TagScript72:           {"issuer script after the final cryptogram", false},
	TagScriptCommand:      {"issuer script command", false},
	TagLanguage:           {"language preference", false},
	TagAIP:                {"application interchange profile", false},
	TagAID:                {"application", false},
	TagResponseCode:       {"authorisation response code", false},
	TagIssuerAuth:         {"issuer authentication data", false},
	TagTVR:                {"terminal verification results", false},
	TagDate:               {"date", false},
	TagType:               {"transaction type", false},
	TagAmount:             {"amount", false},
	TagOtherAmount:        {"other amount", false},
	TagVersion:            {"application version", false},
	TagIssuerData:         {"issuer application data", false},
	TagCountry:            {"terminal country", false},
	TagSerial:             {"terminal serial number", false},
	TagTrack1Discretion:   {"track 1 discretionary data", true},
	TagTrack2Discretion:   {"track 2 discretionary data", true},
	TagCryptogram:         {"cryptogram", false},
	TagCryptogramInfo:     {"cryptogram information", false},
	TagCapabilities:       {"terminal capabilities", false},
	TagCVMResult:          {"cardholder verification result", false},
	TagTerminalType:       {"terminal type", false},
	TagATC:                {"transaction counter", false},
	TagUnpredictable:      {"unpredictable number", false},
	TagTrack2Contactless:  {"contactless track 2", true},
	TagTrack1Contactless:  {"contactless track 1", true},
	TagEncipheredPIN:      {"PIN data", true},
	TagFormFactor:         {"form factor", false},
	TagTransactionCounter: {"terminal's transaction counter", false},
}

// Name says what a tag holds; an unknown one is called so.
func (t Tag) Name() string {
	if i, ok := tags[t]; ok {
		return i.name
	}
	return "unknown"
}

// Secret says that the value must never be shown or kept in clear.
func (t Tag) Secret() bool { return tags[t].secret }

// String prints the hex digits.
func (t Tag) String() string { return fmt.Sprintf("%02X", uint32(t)) }

// Constructed says that the value is made of other data objects.
func (t Tag) Constructed() bool {
	first := t
	for first > 0xFF {
		first >>= 8
	}
	return first&0x20 != 0
}

// valid says that the tag reads back as it is written.
func (t Tag) valid() bool {
	b := t.append(nil)
	if t == 0 || t > 0xFFFFFF {
		return false
	}
	back, n, reason := readTag(b)
	return reason == "" && n == len(b) && back == t
}

func (t Tag) append(b []byte) []byte {
	switch {
	case t > 0xFFFF:
		return append(b, byte(t>>16), byte(t>>8), byte(t))
	case t > 0xFF:
		return append(b, byte(t>>8), byte(t))
	}
	return append(b, byte(t))
}
