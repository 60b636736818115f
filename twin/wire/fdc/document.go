package fdc

import "encoding/xml"

// Document is one of ServiceRequest, ServiceResponse, POSMessage and FDCMessage.
type Document interface{ document() }

// ServiceRequest is what a POS asks.
type ServiceRequest struct {
	XMLName           xml.Name `xml:"ServiceRequest"`
	RequestType       string   `xml:"RequestType,attr"`
	ApplicationSender string   `xml:"ApplicationSender,attr"`
	WorkstationID     string   `xml:"WorkstationID,attr"`
	RequestID         string   `xml:"RequestID,attr"`
	POSdata           POSData  `xml:"POSdata"`
}

// ServiceResponse answers a ServiceRequest; its four ids are the request's.
type ServiceResponse struct {
	XMLName           xml.Name `xml:"ServiceResponse"`
	RequestType       string   `xml:"RequestType,attr"`
	ApplicationSender string   `xml:"ApplicationSender,attr"`
	WorkstationID     string   `xml:"WorkstationID,attr"`
	RequestID         string   `xml:"RequestID,attr"`
	OverallResult     string   `xml:"OverallResult,attr"`
	FDCdata           FDCData  `xml:"FDCdata"`
}

// POSMessage is what a POS says unasked: POS_Ready.
type POSMessage struct {
	XMLName           xml.Name `xml:"POSMessage"`
	MessageType       string   `xml:"MessageType,attr"`
	ApplicationSender string   `xml:"ApplicationSender,attr"`
	WorkstationID     string   `xml:"WorkstationID,attr"`
	MessageID         string   `xml:"MessageID,attr"`
	POSdata           POSData  `xml:"POSdata"`
}

// FDCMessage is what a controller says unasked.
type FDCMessage struct {
	XMLName           xml.Name `xml:"FDCMessage"`
	MessageType       string   `xml:"MessageType,attr"`
	ApplicationSender string   `xml:"ApplicationSender,attr"`
	WorkstationID     string   `xml:"WorkstationID,attr"`
	MessageID         string   `xml:"MessageID,attr"`
	FDCdata           FDCData  `xml:"FDCdata"`
}

func (*ServiceRequest) document()  {}
func (*ServiceResponse) document() {}
func (*POSMessage) document()      {}
func (*FDCMessage) document()      {}

// POSData is the body of what a POS sends. The version is written with a small letter by WL and a capital one by FUS.
type POSData struct {
	POSTimeStamp string        `xml:"POSTimeStamp"`
	Version      string        `xml:"interfaceVersion,omitempty"`
	VersionFUS   string        `xml:"InterfaceVersion,omitempty"`
	DeviceClass  []DeviceClass `xml:"DeviceClass"`
	Product      []Product     `xml:"Product"`  // of ChangeFuelPrice and DefProducts
	Products     *Products     `xml:"Products"` // the same, as FUS writes them
}

// FDCData is the body of what a controller sends.
type FDCData struct {
	FDCTimeStamp string        `xml:"FDCTimeStamp"`
	Version      string        `xml:"interfaceVersion,omitempty"`
	DeviceClass  []DeviceClass `xml:"DeviceClass"`
	FuelProducts *Products     `xml:"FuelProducts"` // GetProductTable (C: the place)
	Product      []Product     `xml:"Product"`      // ChangeFuelPrice: what became of each (C)
	ErrorCode    string        `xml:"ErrorCode,omitempty"`
}

// DeviceClass is one device, or in a query "*" for all; which elements it has depends on the message. A nil element is
// not there; an empty one is, as in the samples, and as clients expect that look for it blindly.
type DeviceClass struct {
	Type             string `xml:"Type,attr"`
	DeviceID         string `xml:"DeviceID,attr"`
	PumpNo           string `xml:"PumpNo,attr,omitempty"`
	NozzleNo         string `xml:"NozzleNo,attr,omitempty"`
	TransactionSeqNo string `xml:"TransactionSeqNo,attr,omitempty"`
	FusionSaleID     string `xml:"FusionSaleId,attr,omitempty"`

	// AuthoriseFuelPoint.
	MaxTrxAmount     *string   `xml:"MaxTrxAmount"`
	MaxTrxVolume     *string   `xml:"MaxTrxVolume"`
	ReleasedProducts *Products `xml:"ReleasedProducts"`
	LockFuelSaleTrx  *string   `xml:"LockFuelSaleTrx"`

	// FPStateChange and GetFPState.
	DeviceState *string `xml:"DeviceState"`

	// FuelSaleTrx and what asks for sales.
	State                          *string   `xml:"State"`
	ReleaseToken                   *string   `xml:"ReleaseToken"`
	CompletionReason               *string   `xml:"CompletionReason"`
	FuelMode                       *FuelMode `xml:"FuelMode"`
	Amount                         *string   `xml:"Amount"`
	Volume                         *string   `xml:"Volume"`
	UnitPrice                      *string   `xml:"UnitPrice"`
	VolumeProduct1                 *string   `xml:"VolumeProduct1"`
	VolumeProduct2                 *string   `xml:"VolumeProduct2"`
	ProductNo1                     *string   `xml:"ProductNo1"`
	ProductNo2                     *string   `xml:"ProductNo2"`
	ProductNo                      *string   `xml:"ProductNo"`
	ProductName                    *string   `xml:"ProductName"`
	ProductUM                      *string   `xml:"ProductUM"`
	BlendRatio                     *string   `xml:"BlendRatio"`
	LockingApplicationSender       *string   `xml:"LockingApplicationSender"`
	AuthorisationApplicationSender *string   `xml:"AuthorisationApplicationSender"`
	DSPFields                      *string   `xml:"DSPFields"`
	CRCMode                        *string   `xml:"CRCMode"`
	StartTimeStamp                 *string   `xml:"StartTimeStamp"`
	EndTimeStamp                   *string   `xml:"EndTimeStamp"`

	Nozzle  []Nozzle  `xml:"Nozzle"`
	Product []Product `xml:"Product"`
	// GetConfiguration has the fuelling points of a dispenser inside it (B: as FUS reads it).
	Inner     []DeviceClass `xml:"DeviceClass"`
	ErrorCode string        `xml:"ErrorCode,omitempty"`
}

// Products is a list of them.
type Products struct {
	Product []Product `xml:"Product"`
}

// FuelMode is a price level; PriceNew is a new price at it.
type FuelMode struct {
	ModeNo   string `xml:"ModeNo,attr"`
	PriceNew string `xml:"PriceNew,omitempty"`
}

// Product is a fuel. FUS names it by ID, the others by ProductNo.
type Product struct {
	ProductNo   string      `xml:"ProductNo,attr,omitempty"`
	ID          string      `xml:"ID,attr,omitempty"`
	ProductName string      `xml:"ProductName,omitempty"`
	ProductUM   string      `xml:"ProductUM,omitempty"`
	FuelPrice   []FuelPrice `xml:"FuelPrice"`
	FuelMode    []FuelMode  `xml:"FuelMode"`
	ErrorCode   string      `xml:"ErrorCode,omitempty"`
}

// Number returns the product's number in either spelling.
func (p Product) Number() string {
	if p.ProductNo != "" {
		return p.ProductNo
	}
	return p.ID
}

// FuelPrice is the price of a product at a price level (B: the element; C: the attribute).
type FuelPrice struct {
	ModeNo string `xml:"ModeNo,attr,omitempty"`
	Price  string `xml:",chardata"`
}

// Nozzle is one logical nozzle of a fuelling point.
type Nozzle struct {
	NozzleNo         string     `xml:"NozzleNo,attr"`
	LogicalNozzle    string     `xml:"LogicalNozzle,omitempty"` // NozzleUp, NozzleDown
	LogicalState     string     `xml:"LogicalState,omitempty"`  // Unlocked
	TankLogicalState string     `xml:"TankLogicalState,omitempty"`
	ProductID        *ProductID `xml:"ProductID"`
	ErrorCode        string     `xml:"ErrorCode,omitempty"`
}

// ProductID says what a nozzle sells, in a configuration.
type ProductID struct {
	ProductNo string `xml:"ProductNo,attr"`
}

// Text makes an element that is there, empty or not.
func Text(s string) *string { return &s }

// Read returns an element's text, empty where it is not there.
func Read(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
