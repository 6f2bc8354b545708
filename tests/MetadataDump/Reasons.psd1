# Why a tag may differ between a photo and an output of it. Tag is a regular expression on ExifTool's name with its group; Kind (missing,
# changed, new), Format and Metadata name what a row is confined to. The same rows are in docs/metadata.md.
@{
    Reasons = @(
        @{ Why = 'Tells of the pixels: size and orientation are those of the output'; Tag = '(ExifIFD|XMP-exif):ExifImage(Width|Height)|(IFD0|XMP-tiff):(ImageWidth|ImageHeight|Orientation)' }
        @{ Why = 'The thumbnail would show the former picture'; Tag = 'IFD1:.*|JFXX:.*|Photoshop:PhotoshopThumbnail|IFD0:SubfileType'; Kind = 'missing' }
        @{ Why = 'How JPEG stores pixels'; Tag = 'Adobe:.*|JFIF:.*|IFD0:(YCbCr\w+|ReferenceBlackWhite)|SPIFF:.*|AVI1:.*|NITF:.*' }
        @{ Why = 'How the output stores pixels'; Tag = 'PNG:(BitDepth|ColorType|Compression|Filter|Image\w+|Interlace|ProfileName|Palette\w*)|PNG-pHYs:.*|RIFF:.*|QuickTime:.*|Meta:.*'; Kind = 'new' }
        @{ Why = 'How TIFF stores pixels'; Tag = 'IFD0:.*'; Format = 'Tiff'; Kind = 'new', 'changed' }
        @{ Why = 'A comment of a JPEG is a text with this keyword in PNG'; Tag = 'PNG:Comment'; Kind = 'new' }
        @{ Why = 'TIFF has IPTC twice, by itself and in Photoshop''s resources'; Tag = 'IPTC2:.*'; Format = 'Tiff'; Kind = 'new' }
        @{ Why = 'No place for IPTC and Photoshop''s resources; stands in Dropped'; Tag = '(IPTC|Photoshop):.*'; Format = 'WebP', 'Avif'; Kind = 'missing' }
        @{ Why = 'A profile is made, as only EXIF told of Adobe RGB'; Tag = 'ICC-header:.*|ICC_Profile:.*'; Kind = 'new' }
        @{ Why = 'ExifTool shows offsets from the start of the file, where the block moved; what they point to is the same'; Tag = '\w+:(PreviewImageStart|OriginalDecisionDataOffset|ThumbnailOffset|StripOffsets)'; Kind = 'changed' }
        @{ Why = 'The gain map is a new one, in JPEG alone, and announced so'; Tag = 'XMP-Container:.*|XMP-hdrgm:.*|MPF0:.*|MPImage\d:.*' }
        @{ Why = 'Further pictures, trailers: not in the output, told in Dropped'; Tag = 'IPTC2:.*|FotoStation:.*|PhotoMechanic:.*|Samsung:TimeStamp|PreviewIFD:.*|CanonVRD:.*|MIE\w*:.*'; Kind = 'missing' }
        @{ Why = 'Segments that only their maker knows: not in the output, Dropped holds Segments'; Tag = '(CIFF|FLIR|GoPro|InfiRay|JUMBF|Qualcomm|RMETA|MediaJukebox|PictureInfo|MetaIFD|JPEG-HDR|FlashPix|Ducky|AdobeCM|GraphConv|JSON|PrintIM|Casio|GPSDestinationRef):.*'; Kind = 'missing' }
        @{ Why = 'A second packet beside the one that is allowed: told as broken metadata'; Tag = 'XMP-dc:Subject|XMP-rdf:About'; Kind = 'changed', 'missing' }
        @{ Why = 'The extended packet is part of the one, or parted anew'; Tag = 'XMP-xmpNote:HasExtendedXMP' }
        @{ Why = 'An entry whose offset is broken, which ExifTool passes over in the source'; Tag = 'ExifIFD:FocalLength'; Format = 'Tiff'; Kind = 'new' }
        @{ Why = 'Of Photoshop''s resources NoLocation keeps IPTC alone'; Tag = 'Photoshop:.*'; Metadata = 'NoLocation'; Kind = 'missing' }
        @{ Why = 'IPTC that is not well-formed'; Tag = 'IPTC:CodedCharacterSet'; Metadata = 'NoLocation'; Kind = 'missing' }
        @{ Why = 'Asked for by NoLocation'; Tag = 'GPS:.*|XMP-\w+:\w*(GPS|Gps|Latitude|Longitude|Altitude)\w*|IFD0:GPSInfo|\w+:GPS\w*'; Metadata = 'NoLocation'; Kind = 'missing' }
        @{ Why = 'A packet that cannot be read cannot be shown to be free of a position; told'; Tag = 'XMP-exif:.*'; Metadata = 'NoLocation'; Kind = 'missing' }
    )
}
